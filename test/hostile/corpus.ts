import fc from 'fast-check'
import { anyCharacter } from '../support/any-character.js'

/** Amounts as a reader understands them, with their value in hundredths. */
export const AMOUNTS: readonly (readonly [typed: string, hundredths: number])[] = [
  ['5', 500],
  ['0.01', 1],
  ['007.5', 750],
  ['１２．５', 1250],
  ['１2.0５', 1205],
]

/** Lookalike amounts, or amounts elsewhere, that are invalid here. */
export const NO_AMOUNTS: readonly string[] = [
  ...[
    '٥',
    '۵',
    '५',
    '５٠',
    '𝟓',
    '𝟻',
    '⁵',
    '₅',
    '⑤',
    '⒌',
    '5²',
    '½',
    'Ⅴ',
    '一百',
    '壹佰',
    '五',
    '〇',
    '１０万',
  ],
  ...[
    '1e2',
    '1E2',
    '1e-2',
    '5e',
    '0x5',
    '0b11',
    '0o7',
    '5n',
    '5f',
    '5_0',
    'NaN',
    'Infinity',
    '-Infinity',
    '∞',
  ],
  ...['-0', '+0', '-5', '+5', '−5', '–5', '﹣5', '--5', '5-', '(5)', '5+5', '5*5', '5/1', '5%', '~5', '≈5'],
  ...['0', '0.00', '00', '0.001', '5.001', '.5', '5.', '5..5', '5.5.5', '5,5', '5.000,00', '1,000', "1'000"],
  ...[
    '5。5',
    '5·5',
    '5٫5',
    '5：5',
    '5:5',
    '$5',
    '5元',
    '¥5',
    '5,',
    '5;',
    '"5"',
    '`5`',
    '5\\',
    '\\5',
    '%d',
    '%s',
  ],
  ...[
    '\u200b5',
    '5\u200b0',
    '5\u200d',
    '\u202e51',
    '5\u202e',
    '\u20665\u2069',
    '5\u0301',
    '5\ufe0f\u20e3',
    '5\u0000',
  ],
  ...[
    '5\u0007',
    '\ud8005',
    '5\udfff',
    '\ue0005',
    '5\u034f',
    '\u00ad5',
    '5\u20dd',
    '\u{e0035}5',
    '9'.repeat(65),
  ],
  ...['1'.repeat(1_900), '10000000000.01', '9007199254740993', `0${'.'.repeat(60)}`, `5${'0'.repeat(30)}`],
  ...[
    'null',
    'undefined',
    'true',
    '[]',
    '{}',
    '[5]',
    '{"a":5}',
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
  ],
  ...[
    "5';--",
    '5)OR(1=1',
    '5;DROP',
    '#{5}',
    '{{5}}',
    '<5>',
    '&#53;',
    '%35',
    '\\u0035',
    '0.5e1',
    '5L',
    '5d',
    '5١',
  ],
]

/** Lookalike numbers of shares. */
export const NO_COUNTS: readonly string[] = [
  ...NO_AMOUNTS.filter((typed) => !/^[0-9０-９]+$/.test(typed)),
  ...['0', '000', '201', '1000000', '5.0', '2.5', '５．０', '999999999999999', '1'.repeat(16)],
]

/** Lookalike times that the bot doesn't accept, or that are out of range. */
export const NO_LIFETIMES: readonly string[] = [
  ...['-5m', '+5m', '0m', '0s', '1s', '59s', '8d', '999999d', '1.5h', '5mm', '5x', '1e3s', '٥m', '५h', '5²m'],
  ...[
    '𝟓m',
    '⑤m',
    '½h',
    '5周',
    '五分钟',
    '一个小时',
    '半小时',
    '十天',
    '壹天',
    '两小时',
    '5\u200bm',
    '5m\u202e',
  ],
]

/** Invalid codes. */
export const NO_CODES: readonly string[] = [
  ...[
    'UUUUUUUUUU',
    '0000000000',
    '٠٠٠٠٠٠٠٠٠٠',
    '𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟎',
    'ΑΑΑΑΑΑΑΑΑΑ',
    'АВЕКМНОРСТ',
    '%%%%%%%%%%',
    '__proto__',
    'constructor',
  ],
  ...[
    "' OR 1=1 --",
    '0'.repeat(64),
    '-'.repeat(60),
    '\u202e0123456789',
    '01234\u0000567',
    '𝟘'.repeat(10),
    '0'.repeat(500),
  ],
]

/** Text of the kind that attackers put into names, greetings, notes and reasons. */
export const HOSTILE_WORDS: readonly string[] = [
  ...[
    '\u202eevil',
    'a\u202db\u202c',
    '\u2066x\u2069',
    '\u2067\u2068',
    '\u200b',
    '\u200b\u2060\ufeff',
    '\u034f',
    '\u200d',
    '\u200c',
  ],
  ...[
    'l\u200dan',
    'l\u200ban',
    'la\u00adn',
    '\u115f',
    '\u17b4',
    '\u3164',
    '\uffa0',
    '\u2800',
    '\u{e0041}\u{e007f}',
    '\u{e0100}',
    '\ufe0f',
  ],
  ...[
    `Z${'\u0335\u0317\u0301\u0489'.repeat(20)}`,
    '\u0301\u0301\u0301',
    `ก${'้'.repeat(30)}`,
    'e\u200b\u0301',
    '\ud800',
    '\udc00x',
    '\u0000',
    '\u001b[2J',
  ],
  ...[
    'a\nb',
    'a\r\nWei got 🧧 5.00 from the mint',
    'a\u2028b',
    'a\u2029b',
    'a\u0085b',
    '\t\t',
    '\u000b',
    'x\u0007',
  ],
  ...[
    '@everyone',
    '@here',
    '<@123>',
    '<@!123>',
    '<@&123>',
    '<#1>',
    '</a:1>',
    '<:x:3>',
    '<a:x:3>',
    '<t:0:R>',
    '@wei_the_bear',
  ],
  ...[
    '[x](http://evil.example)',
    '[x](<http://evil.example>)',
    'https://evil.example/a_b',
    'evil.example',
    'www.evil.example',
    't.me/evil',
  ],
  ...[
    'tg://user?id=1',
    'mailto:a@evil.example',
    'a@evil.example',
    'HTTP://EVIL.EXAMPLE',
    'https://еvil.example',
    '/ban@rival_bot',
    '/ban',
    '#tag',
    '$USD',
  ],
  ...[
    '**b**',
    '__u__',
    '~~s~~',
    '||sp||',
    '`c`',
    '```\nx',
    '# h',
    '> q',
    '-# small',
    '1. one',
    '* x',
    '\\',
    '\\*',
    '---',
  ],
  ...[
    '<b>x</b>',
    '</b>',
    '<a href="tg://user?id=1">x</a>',
    '<script>alert(1)</script>',
    '&lt;b&gt;',
    '&#60;',
    '&',
    '<tg-spoiler>',
  ],
  ...[
    "'; DROP TABLE account; --",
    '" OR ""="',
    "Robert'); --",
    '%',
    '_',
    '\\0',
    '#{jndi:ldap://x}',
    '{{7*7}}',
    '$(id)',
    '`id`',
    '%s%n',
    '{0}',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    'NaN',
    '[object Object]',
    'true',
    '-0',
  ],
  ...[
    'lucky',
    'for',
    'in',
    'each',
    'yes',
    '👨‍👩‍👧‍👦',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '🧧'.repeat(40),
    'Ｌａｎ',
    'Lаn',
    'Λαν',
    'ʟᴀɴ',
    '𝐋𝐚𝐧',
    'ⓛⓐⓝ',
    'הלן 5',
    'مرحبا ٥',
  ],
]

/** Returns lookalikes of this name (in lower-case Latin letters). */
export function lookAlikes(name: string): string[] {
  const shifted = (from: number) =>
    [...name].map((letter) => String.fromCodePoint(from + letter.charCodeAt(0) - 97)).join('')
  const twins: Readonly<Record<string, string>> = {
    a: 'а',
    e: 'е',
    i: 'і',
    o: 'о',
    c: 'с',
    g: 'ɡ',
    l: 'ӏ',
    n: 'ո',
    w: 'ԝ',
    h: 'һ',
    m: 'м',
  }
  const one = [...name].findIndex((letter) => letter in twins)
  const twin = [...name].map((letter, index) => (index === one ? twins[letter] : letter)).join('')
  return [
    ...[twin, shifted(0x1d41a), shifted(0x1d5ba), shifted(0x24d0), shifted(0x1d68a)],
    ...[
      `${name}\u200b`,
      `\u200b${name}`,
      `${name}\u0301`,
      `${name}\u202e`,
      `${name}.`,
      `${name}\u034f`,
      `${name}\ufe0f`,
    ],
    ...[
      `${name[0]}\u200d${name.slice(1)}`,
      `${name[0]}\u00ad${name.slice(1)}`,
      `${name}ª`,
      [...name].reverse().join(''),
    ],
    `\u202e${[...name].reverse().join('')}`,
  ]
}

/** Control characters that reorder text. */
export const TURNING = /[\u202a-\u202e\u2066-\u2069]/u

/** Text of someone who wants to be misread: any mixture of hostile words and characters. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE_WORDS), fc.string({ unit: anyCharacter, maxLength: 12 })), {
    maxLength: 6,
  })
  .map((pieces) => pieces.join(''))

/** Text between an amount and a lookalike. */
export const nearlyAmount: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...'0123456789０５９．.') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...NO_AMOUNTS, '\u202e', '\u200b', '\u2067', '٥', ',', 'e', '-'),
      },
    ),
    { minLength: 1, maxLength: 7 },
  )
  .map((pieces) => pieces.join(''))

/**
 * Returns what a reader sees in hundredths when every character is displayed in order; undefined when it is no amount.
 */
export function asRead(typed: string): bigint | undefined {
  const digits = '0123456789'
  const wide = '０１２３４５６７８９'
  let whole = ''
  let fraction: string | undefined
  for (const sign of typed) {
    const digit = digits.includes(sign) ? sign : wide.includes(sign) ? digits[wide.indexOf(sign)] : undefined
    if (digit !== undefined && fraction === undefined) whole += digit
    else if (digit !== undefined) fraction += digit
    else if ((sign === '.' || sign === '．') && fraction === undefined && whole !== '') fraction = ''
    else return undefined
  }
  if (whole === '' || fraction === '' || (fraction?.length ?? 0) > 2) return undefined
  return BigInt(whole) * 100n + BigInt((fraction ?? '').padEnd(2, '0'))
}
