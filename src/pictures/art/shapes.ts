/** Returns a number as SVG writes it: short, because a cover has thousands. */
const n = (value: number) => String(Math.round(value * 10) / 10)

const range = (count: number) => Array.from({ length: count }, (_, index) => index)

/** Returns numbers from 0 to 1 that look random and are the same on every cover. */
export function scatter(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Calls `draw` `count` times and joins what it returns. */
export function times(count: number, draw: (index: number) => string): string {
  return range(count).map(draw).join('')
}

/** Moves, scales and turns a drawing that is centred on the origin. Degrees. */
export function at(
  x: number,
  y: number,
  drawing: string,
  { scale = 1, turn = 0, mirror = false } = {},
): string {
  const size = mirror ? `${-scale} ${scale}` : String(scale)
  return `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(turn)}) scale(${size})">${drawing}</g>`
}

export function circle(x: number, y: number, r: number, fill: string, opacity = 1): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}" fill-opacity="${opacity}"/>`
}

export function ring(x: number, y: number, r: number, stroke: string, width: number, opacity = 1): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-opacity="${opacity}"/>`
}

export function ellipse(x: number, y: number, rx: number, ry: number, fill: string, opacity = 1): string {
  return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" fill-opacity="${opacity}"/>`
}

export function rect(x: number, y: number, w: number, h: number, fill: string, r = 0, opacity = 1): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" rx="${n(r)}" fill="${fill}" fill-opacity="${opacity}"/>`
}

export function fill(d: string, colour: string, opacity = 1): string {
  return `<path d="${d}" fill="${colour}" fill-opacity="${opacity}"/>`
}

export function line(d: string, stroke: string, width: number, opacity = 1): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${n(width)}" stroke-opacity="${opacity}" stroke-linecap="round" stroke-linejoin="round"/>`
}

export function heart(x: number, y: number, scale: number, colour: string, turn = 0, opacity = 1): string {
  const shape =
    'M0 34C-14 22-40 4-40-16C-40-31-29-40-18-40C-9-40-3-35 0-28C3-35 9-40 18-40C29-40 40-31 40-16C40 4 14 22 0 34Z'
  return at(x, y, fill(shape, colour, opacity), { scale, turn })
}

/** A heart with a gleam. */
export function glossyHeart(x: number, y: number, scale: number, colour: string, turn = 0): string {
  const gleam = line('M-28-14C-28-24-23-29-16-30', '#ffffff', 6, 0.55)
  return at(x, y, heart(0, 0, 1, colour) + gleam, { scale, turn })
}

export function star(
  x: number,
  y: number,
  r: number,
  colour: string,
  points = 5,
  inner = 0.4,
  turn = 0,
): string {
  const corners = range(points * 2).map((index) => {
    const length = index % 2 === 0 ? r : r * inner
    const angle = (Math.PI * index) / points - Math.PI / 2
    return `${n(Math.cos(angle) * length)} ${n(Math.sin(angle) * length)}`
  })
  return at(x, y, fill(`M${corners.join('L')}Z`, colour), { turn })
}

/** A four-pointed gleam. */
export function sparkle(x: number, y: number, r: number, colour: string, opacity = 1): string {
  const d = `M0 ${n(-r)}C${n(r * 0.1)} ${n(-r * 0.1)} ${n(r * 0.1)} ${n(-r * 0.1)} ${n(r)} 0C${n(r * 0.1)} ${n(r * 0.1)} ${n(r * 0.1)} ${n(r * 0.1)} 0 ${n(r)}C${n(-r * 0.1)} ${n(r * 0.1)} ${n(-r * 0.1)} ${n(r * 0.1)} ${n(-r)} 0C${n(-r * 0.1)} ${n(-r * 0.1)} ${n(-r * 0.1)} ${n(-r * 0.1)} 0 ${n(-r)}Z`
  return at(x, y, fill(d, colour, opacity))
}

export function snowflake(x: number, y: number, r: number, colour: string, opacity = 1): string {
  const arm = `M0 0V${n(-r)}M0 ${n(-r * 0.45)}L${n(r * 0.24)} ${n(-r * 0.68)}M0 ${n(-r * 0.45)}L${n(-r * 0.24)} ${n(-r * 0.68)}M0 ${n(-r * 0.74)}L${n(r * 0.16)} ${n(-r * 0.9)}M0 ${n(-r * 0.74)}L${n(-r * 0.16)} ${n(-r * 0.9)}`
  return at(
    x,
    y,
    times(6, (index) => at(0, 0, line(arm, colour, Math.max(2, r / 11), opacity), { turn: index * 60 })),
  )
}

/** An auspicious cloud with two curls, in outline and a faint filling. */
export function cloud(
  x: number,
  y: number,
  scale: number,
  colour: string,
  opacity = 1,
  mirror = false,
): string {
  const body =
    'M-92 26C-112 26-118-2-96-8C-98-30-66-38-54-20C-48-50 0-54 8-22C22-40 56-34 54-10C76-18 98 0 88 26Z'
  const curls =
    'M-70 14C-86 14-84-6-70-4C-60-2-62 10-70 6M-22 8C-42 8-42-24-20-24C-4-24-4-4-18-4C-26-4-26-12-20-12M44 14C28 14 30-8 46-6C58-4 54 8 46 5'
  const drawn =
    fill(body, colour, 0.16 * opacity) + line(body, colour, 4, opacity) + line(curls, colour, 4, opacity)
  return at(x, y, drawn, { scale, mirror })
}

/** An old coin with its square hole. */
export function coin(x: number, y: number, r: number, turn = 0): string {
  const hole = r * 0.3
  return at(
    x,
    y,
    circle(0, r * 0.06, r, '#8a4b08', 0.5) +
      circle(0, 0, r, '#f5c451') +
      ring(0, 0, r * 0.86, '#b9770e', r * 0.07) +
      circle(-r * 0.25, -r * 0.3, r * 0.55, '#fff3c4', 0.35) +
      `<rect x="${n(-hole)}" y="${n(-hole)}" width="${n(hole * 2)}" height="${n(hole * 2)}" fill="#8f1d12" stroke="#b9770e" stroke-width="${n(r * 0.08)}"/>`,
    { turn },
  )
}

/** A gold ingot. */
export function ingot(x: number, y: number, scale: number): string {
  return at(
    x,
    y,
    fill('M-60-18C-50 20-34 30 0 30C34 30 50 20 60-18C44-2 26 2 0 2C-26 2-44-2-60-18Z', '#f0b429') +
      fill(
        'M-60-18C-44-2-26 2 0 2C26 2 44-2 60-18C46-14 36-14 26-10C22-26-22-26-26-10C-36-14-46-14-60-18Z',
        '#ffe08a',
      ) +
      ellipse(0, -10, 24, 14, '#ffd15c') +
      line('M-44 6C-30 20-14 24 0 24', '#fff5cf', 4, 0.8),
    { scale },
  )
}

/** A lantern hanging on a cord of this length. */
export function lantern(
  x: number,
  y: number,
  scale: number,
  cord: number,
  [body, dark]: readonly [string, string],
): string {
  const gold = '#f6c552'
  const ribs = [14, 30, 43].map(
    (rx) =>
      `<ellipse cx="0" cy="0" rx="${rx}" ry="42" fill="none" stroke="${gold}" stroke-width="2.2" stroke-opacity="0.65"/>`,
  )
  return at(
    x,
    y,
    line(`M0 ${n(-52 - cord / scale)}V-50`, gold, 3) +
      circle(0, 0, 78, '#ffd27a', 0.1) +
      rect(-20, -52, 40, 11, gold, 3) +
      ellipse(0, 0, 54, 44, body) +
      ellipse(0, 10, 44, 32, dark, 0.35) +
      ellipse(-18, -14, 16, 20, '#ffffff', 0.18) +
      ribs.join('') +
      rect(-20, 41, 40, 11, gold, 3) +
      line('M0 52V66', gold, 3) +
      circle(0, 68, 6, gold) +
      times(5, (index) => line(`M${(index - 2) * 3} 74V${104 - Math.abs(index - 2) * 3}`, body, 3)),
    { scale },
  )
}

export function blossom(
  x: number,
  y: number,
  scale: number,
  petal: string,
  heartColour = '#ffd25e',
  turn = 0,
): string {
  const petals = times(5, (index) => at(0, 0, ellipse(0, -15, 11, 14, petal), { turn: index * 72 }))
  const stamens = times(5, (index) =>
    at(0, 0, line('M0 0V-12', heartColour, 1.6) + circle(0, -13, 2, heartColour), { turn: index * 72 + 36 }),
  )
  return at(x, y, petals + stamens + circle(0, 0, 5, heartColour), { scale, turn })
}

/** A flower of many layers, such as a peony or a rose. */
export function peony(
  x: number,
  y: number,
  scale: number,
  [outer, middle, inner]: readonly [string, string, string],
): string {
  const layer = (count: number, far: number, size: number, colour: string, turn: number) =>
    times(count, (index) =>
      at(0, 0, ellipse(0, -far, size, size * 0.86, colour), { turn: turn + (index * 360) / count }),
    )
  return at(
    x,
    y,
    layer(9, 34, 20, outer, 0) +
      layer(7, 22, 18, middle, 20) +
      layer(5, 11, 14, inner, 8) +
      circle(0, 0, 8, '#ffd97a'),
    { scale },
  )
}

export function chrysanthemum(
  x: number,
  y: number,
  scale: number,
  [outer, inner]: readonly [string, string],
): string {
  const petals = (count: number, length: number, colour: string, turn: number) =>
    times(count, (index) =>
      at(
        0,
        0,
        fill(
          `M0 0C-9 ${n(-length * 0.5)}-7 ${n(-length)} 0 ${n(-length)}C7 ${n(-length)} 9 ${n(-length * 0.5)} 0 0Z`,
          colour,
        ),
        {
          turn: turn + (index * 360) / count,
        },
      ),
    )
  return at(
    x,
    y,
    petals(22, 58, outer, 0) +
      petals(18, 42, inner, 9) +
      petals(12, 26, outer, 4) +
      circle(0, 0, 8, '#fff0b0'),
    { scale },
  )
}

/** A leaf from its stalk at the origin upwards. */
export function leaf(length: number, width: number, colour: string, vein = '#ffffff'): string {
  return (
    fill(
      `M0 0C${n(-width)} ${n(-length * 0.35)} ${n(-width * 0.7)} ${n(-length * 0.8)} 0 ${n(-length)}C${n(width * 0.7)} ${n(-length * 0.8)} ${n(width)} ${n(-length * 0.35)} 0 0Z`,
      colour,
    ) + line(`M0 0V${n(-length * 0.82)}`, vein, 1.6, 0.35)
  )
}

export function firework(x: number, y: number, r: number, colour: string, rays = 16): string {
  const ray = (index: number) => {
    const long = index % 2 === 0 ? 1 : 0.72
    const tip = circle(0, -r * long, r * 0.045, colour)
    return at(
      0,
      0,
      line(
        `M0 ${n(-r * 0.24)}Q${n(r * 0.05)} ${n(-r * 0.6 * long)} 0 ${n(-r * 0.9 * long)}`,
        colour,
        r * 0.028,
        0.9,
      ) + tip,
      { turn: (index * 360) / rays },
    )
  }
  return at(
    x,
    y,
    circle(0, 0, r * 0.5, colour, 0.08) + times(rays, ray) + circle(0, 0, r * 0.07, '#ffffff', 0.9),
  )
}

export function balloon(x: number, y: number, scale: number, colour: string, turn = 0): string {
  return at(
    x,
    y,
    line('M0 50C12 80-12 100 4 140', '#ffffff', 2.4, 0.6) +
      ellipse(0, 0, 40, 48, colour) +
      fill('M-7 54L0 44L7 54Z', colour) +
      ellipse(-14, -18, 9, 14, '#ffffff', 0.5),
    { scale, turn },
  )
}

export function pumpkin(x: number, y: number, scale: number, face = false): string {
  const features =
    fill('M-34-8L-14-8L-24-26ZM34-8L14-8L24-26ZM-5 6L5 6L0-4Z', '#3a1305') +
    fill('M-38 14C-20 40 20 40 38 14L26 20L18 14L8 22L0 15L-8 22L-18 14L-26 20Z', '#3a1305') +
    fill('M-30-10L-18-10L-24-20ZM30-10L18-10L24-20Z', '#ffd65a')
  return at(
    x,
    y,
    fill('M-4-44C-8-60 2-68 14-70L18-60C8-58 6-52 8-44Z', '#4f6b1f') +
      ellipse(-38, 4, 34, 42, '#d9640c') +
      ellipse(38, 4, 34, 42, '#d9640c') +
      ellipse(-18, 2, 32, 46, '#ef7d18') +
      ellipse(18, 2, 32, 46, '#ef7d18') +
      ellipse(0, 2, 24, 47, '#f99a35') +
      ellipse(-20, -20, 8, 14, '#ffffff', 0.25) +
      (face ? features : ''),
    { scale },
  )
}

export function bat(x: number, y: number, scale: number, colour: string, turn = 0): string {
  const shape =
    'M0-8L-7-20L-9-8C-24-30-52-34-74-22C-62-16-56-6-56 6C-46-2-36 0-30 12C-22 4-10 6 0 20C10 6 22 4 30 12C36 0 46-2 56 6C56-6 62-16 74-22C52-34 24-30 9-8L7-20Z'
  return at(x, y, fill(shape, colour), { scale, turn })
}

export function pine(
  x: number,
  y: number,
  scale: number,
  [light, dark]: readonly [string, string],
  snow = '#ffffff',
): string {
  const tier = (top: number, width: number, height: number) =>
    fill(
      `M0 ${top}C${n(width * 0.3)} ${n(top + height * 0.6)} ${n(width * 0.7)} ${n(top + height * 0.85)} ${width} ${top + height}C${n(width * 0.5)} ${n(top + height + 10)} ${n(-width * 0.5)} ${n(top + height + 10)} ${-width} ${top + height}C${n(-width * 0.7)} ${n(top + height * 0.85)} ${n(-width * 0.3)} ${n(top + height * 0.6)} 0 ${top}Z`,
      dark,
    ) +
    fill(
      `M0 ${top}C${n(width * 0.3)} ${n(top + height * 0.6)} ${n(width * 0.7)} ${n(top + height * 0.85)} ${width} ${top + height}C${n(width * 0.5)} ${n(top + height + 6)} 0 ${n(top + height + 8)} 0 ${top + height + 8}Z`,
      light,
    ) +
    fill(
      `M0 ${top}C${n(width * 0.18)} ${n(top + height * 0.4)} ${n(width * 0.3)} ${n(top + height * 0.5)} ${n(width * 0.42)} ${n(top + height * 0.62)}C${n(width * 0.1)} ${n(top + height * 0.5)} ${n(-width * 0.1)} ${n(top + height * 0.66)} ${n(-width * 0.42)} ${n(top + height * 0.62)}C${n(-width * 0.3)} ${n(top + height * 0.5)} ${n(-width * 0.18)} ${n(top + height * 0.4)} 0 ${top}Z`,
      snow,
      0.92,
    )
  return at(
    x,
    y,
    rect(-9, 70, 18, 34, '#5b3418', 3) + tier(0, 66, 76) + tier(-48, 52, 68) + tier(-92, 36, 58),
    { scale },
  )
}

/** Hills or dunes from the left to the right edge. */
export function hills(height: number, swing: number, colour: string, phase = 0): string {
  const y = (index: number) => n(height + Math.sin(index * 1.35 + phase) * swing)
  const points = range(5).map(
    (index) => `S${index * 250 + 130} ${y(index)} ${index * 250 + 250} ${y(index + 0.5)}`,
  )
  return fill(`M0 ${y(0)}${points.join('')}V500H0Z`, colour)
}

/** Rows of scalloped waves as on old prints. */
export function waves(top: number, colour: string, { opacity = 1, size = 56 } = {}): string {
  const rows = Math.ceil((500 - top) / (size * 0.42)) + 1
  return times(rows, (row) =>
    times(Math.ceil(1000 / size) + 2, (index) => {
      const x = index * size - (row % 2 === 0 ? 0 : size / 2)
      const y = top + row * size * 0.42 + size / 2
      return [1, 0.72, 0.44, 0.18]
        .map((part, ring) =>
          circle(
            x,
            y,
            (size / 2) * part,
            ring % 2 === 0 ? colour : '#ffffff',
            ring % 2 === 0 ? opacity : opacity * 0.25,
          ),
        )
        .join('')
    }),
  )
}

export function bowl(x: number, y: number, scale: number, body: string, filling: string): string {
  const steam = [-40, 0, 40].map((dx) =>
    line(`M${dx} -56C${dx - 14} -74 ${dx + 14} -88 ${dx} -108`, '#ffffff', 5, 0.35),
  )
  return at(
    x,
    y,
    steam.join('') +
      ellipse(0, -24, 104, 24, '#fff6e3') +
      ellipse(0, -24, 94, 18, '#e9b765') +
      filling +
      fill('M-104-24C-100 40-56 70 0 70C56 70 100 40 104-24C80 0-80 0-104-24Z', body) +
      line('M-92 8C-60 34 60 34 92 8', '#ffffff', 4, 0.5) +
      rect(-34, 66, 68, 12, body, 4),
    { scale },
  )
}

export function rays(
  x: number,
  y: number,
  count: number,
  colour: string,
  opacity: number,
  length = 900,
): string {
  return times(count, (index) => {
    const half = 180 / count / 2
    const from = ((index * 360) / count - half) * (Math.PI / 180)
    const to = ((index * 360) / count + half) * (Math.PI / 180)
    return fill(
      `M${x} ${y}L${n(x + Math.cos(from) * length)} ${n(y + Math.sin(from) * length)}L${n(x + Math.cos(to) * length)} ${n(y + Math.sin(to) * length)}Z`,
      colour,
      opacity,
    )
  })
}

/** Confetti all over a part of the cover. */
export function confetti(
  seed: number,
  count: number,
  colours: readonly string[],
  [left, top, right, bottom]: readonly [number, number, number, number],
): string {
  const random = scatter(seed)
  return times(count, (index) => {
    const colour = colours[index % colours.length] as string
    const [x, y, turn] = [left + random() * (right - left), top + random() * (bottom - top), random() * 180]
    const piece = random() < 0.4 ? circle(0, 0, 5, colour) : rect(-3.5, -8, 7, 16, colour, 2)
    return at(x, y, piece, { turn })
  })
}
