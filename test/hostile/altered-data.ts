import fc from 'fast-check'

/** Modified versions of real buttons' data: cut, extended, combined, with flipped bits. */
export function alteredData(real: readonly string[]): fc.Arbitrary<string> {
  const one = fc.constantFrom(...real)
  const spot = fc.nat({ max: 63 })
  const parts = [...new Set(real.flatMap((data) => data.split(/[:-]/)))]
  return fc.oneof(
    one,
    fc.tuple(one, spot).map(([data, end]) => data.slice(0, end)),
    fc
      .tuple(one, fc.constantFrom(':', ' ', '\n', '\0', '0', 'yes', ' yes', '\u202e', '１'))
      .map(([data, more]) => data + more),
    fc.tuple(one, spot, fc.nat({ max: 6 })).map(([data, at, bit]) =>
      data
        .split('')
        .map((sign, index) =>
          index === at % data.length ? String.fromCharCode(sign.charCodeAt(0) ^ (1 << bit)) : sign,
        )
        .join(''),
    ),
    fc.tuple(one, spot, fc.constantFrom(...parts)).map(([data, at, part]) => {
      const all = data.split(/[:-]/)
      all[at % all.length] = part
      return all.join('-')
    }),
    fc.tuple(one, one).map(([data, other]) => `${data}-${other}`),
  )
}
