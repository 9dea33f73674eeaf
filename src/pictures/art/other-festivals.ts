import type { CoverArt } from './cover-art.js'
import {
  at,
  balloon,
  bat,
  circle,
  confetti,
  ellipse,
  fill,
  firework,
  glossyHeart,
  heart,
  hills,
  leaf,
  line,
  peony,
  pine,
  pumpkin,
  rays,
  rect,
  ring,
  scatter,
  snowflake,
  sparkle,
  star,
  times,
} from './shapes.js'

const SKYLINE =
  'M0 500V420H40V392H78V430H112V368H150V344H170V368H196V436H232V404H276V448H318V414H350V452H420V468H580V452H640V420H676V446H716V396H742V372H770V396H790V440H828V352H846V326H860V352H880V410H916V436H950V388H1000V500Z'

const newYear: CoverArt = {
  body: ['#3d1a86', '#150a3f'],
  flap: ['#5a2bb0', '#3f1c88'],
  edge: '#ffd86b',
  ink: '#fff3cf',
  seal: { drawing: star(0, 0, 38, '#b3541e', 5, 0.46) + star(0, 0, 26, '#fff3c4', 5, 0.46) },
  behind:
    fill(SKYLINE, '#0f0732') +
    times(70, (index) => {
      const random = scatter(index + 17)
      return rect(10 + random() * 980, 440 + random() * 52, 4, 6, '#ffd86b', 0, 0.35 + random() * 0.5)
    }),
  before:
    firework(104, 112, 92, '#ffd86b') +
    firework(212, 250, 54, '#ff7eb6', 12) +
    firework(62, 322, 50, '#7fe3ff', 12) +
    firework(300, 384, 40, '#ffd86b', 12) +
    firework(900, 118, 92, '#ff7eb6') +
    firework(786, 254, 54, '#7fe3ff', 12) +
    firework(942, 326, 50, '#ffd86b', 12) +
    firework(702, 388, 40, '#b79bff', 12) +
    confetti(5, 26, ['#ffd86b', '#ff7eb6', '#7fe3ff', '#ffffff'], [20, 380, 980, 500]),
}

function bauble(x: number, y: number, r: number, colour: string, cord: number): string {
  return (
    line(`M${x} ${y - r - cord}V${y - r}`, '#f7d774', 2.5) +
    rect(x - 7, y - r - 9, 14, 12, '#f7d774', 3) +
    circle(x, y, r, colour) +
    line(
      `M${x - r * 0.95} ${y + r * 0.12}C${x - r * 0.4} ${y + r * 0.42} ${x + r * 0.4} ${y + r * 0.42} ${x + r * 0.95} ${y + r * 0.12}`,
      '#ffffff',
      r * 0.13,
      0.6,
    ) +
    ellipse(x - r * 0.36, y - r * 0.36, r * 0.2, r * 0.28, '#ffffff', 0.6)
  )
}

const christmas: CoverArt = {
  body: ['#0f5a3c', '#06301f'],
  flap: ['#c01f2c', '#96131f'],
  edge: '#f7e3a1',
  ink: '#fff7e3',
  seal: { drawing: snowflake(0, 0, 38, '#9a1420') },
  behind: hills(446, 16, '#dff1f5', 0.6) + hills(474, 12, '#ffffff', 2.4),
  before:
    pine(96, 386, 1.15, ['#2f8f5b', '#1f6a42']) +
    pine(196, 416, 0.78, ['#3a9d68', '#27784d']) +
    pine(20, 430, 0.7, ['#3a9d68', '#27784d']) +
    star(96, 270, 17, '#ffd86b') +
    pine(902, 386, 1.15, ['#2f8f5b', '#1f6a42']) +
    pine(804, 416, 0.78, ['#3a9d68', '#27784d']) +
    pine(980, 430, 0.7, ['#3a9d68', '#27784d']) +
    star(902, 270, 17, '#ffd86b') +
    bauble(70, 104, 34, '#f2b632', 80) +
    bauble(156, 66, 24, '#2f8f5b', 50) +
    bauble(930, 104, 34, '#f2b632', 80) +
    bauble(844, 66, 24, '#2f8f5b', 50) +
    // A present.
    rect(276, 424, 74, 60, '#d8323e', 4) +
    rect(270, 412, 86, 18, '#ef4c57', 4) +
    rect(306, 412, 14, 72, '#f7e3a1') +
    fill(
      'M313 412C290 380 268 396 284 408C292 414 304 412 313 412C336 380 358 396 342 408C334 414 322 412 313 412Z',
      '#f7e3a1',
    ) +
    rect(656, 434, 66, 50, '#2f6fb0', 4) +
    rect(650, 424, 78, 16, '#4a8dd0', 4) +
    rect(683, 424, 12, 60, '#ffffff') +
    times(60, (index) => {
      const random = scatter(index + 211)
      return circle(
        random() * 1000,
        190 + random() * 300,
        1.6 + random() * 3,
        '#ffffff',
        0.4 + random() * 0.5,
      )
    }),
}

const valentinesDay: CoverArt = {
  body: ['#d2336c', '#8c1346'],
  flap: ['#ee5d8c', '#d13a70'],
  edge: '#ffe1ea',
  ink: '#fff4f7',
  seal: { drawing: heart(0, 2, 0.92, '#c2185b') },
  behind: times(36, (index) => {
    const random = scatter(index + 61)
    return heart(
      random() * 1000,
      260 + random() * 230,
      0.2 + random() * 0.3,
      '#ffffff',
      random() * 60 - 30,
      0.12,
    )
  }),
  before:
    peony(92, 420, 1.5, ['#ff6f8f', '#e8345f', '#b3123f']) +
    peony(212, 460, 1.05, ['#ffb3c4', '#ff86a0', '#ef4c74']) +
    peony(20, 338, 0.8, ['#ffb3c4', '#ff86a0', '#ef4c74']) +
    at(152, 404, leaf(70, 22, '#2e7d50'), { turn: 48 }) +
    at(58, 350, leaf(56, 18, '#2e7d50'), { turn: 4 }) +
    glossyHeart(900, 390, 1.7, '#ff4f7d', 10) +
    glossyHeart(800, 440, 1.05, '#ff8fae', -14) +
    glossyHeart(970, 300, 0.75, '#ffc2d2', 18) +
    glossyHeart(730, 476, 0.55, '#ffc2d2', 8) +
    glossyHeart(72, 98, 0.95, '#ff4f7d', -16) +
    glossyHeart(152, 60, 0.5, '#ffd3df', 12) +
    glossyHeart(930, 92, 0.8, '#ffd3df', 12) +
    sparkle(180, 140, 12, '#ffffff') +
    sparkle(860, 140, 14, '#ffffff'),
}

const fiveTwenty: CoverArt = {
  body: ['#e0348c', '#7d1a8c'],
  flap: ['#ff6db0', '#e64698'],
  edge: '#fff0f8',
  ink: '#ffffff',
  seal: { letters: '520' },
  behind: rays(500, 330, 24, '#ffffff', 0.06) + circle(500, 500, 300, '#ffb3dc', 0.16),
  before:
    // Balloons that are hearts.
    [
      [92, 348, 1.5, '#ff3f8e', -8],
      [192, 408, 1.05, '#ff9ccd', 10],
      [36, 440, 0.9, '#c58bff', -14],
      [908, 348, 1.5, '#c05bff', 8],
      [808, 408, 1.05, '#ff9ccd', -10],
      [966, 440, 0.9, '#ff3f8e', 14],
    ]
      .map(([x, y, scale, colour, turn]) => {
        const [px, py, size] = [Number(x), Number(y), Number(scale)]
        return (
          line(
            `M${px} ${py + 34 * size}C${px + 14} ${py + 60 * size} ${px - 12} ${py + 90 * size} ${px + 6} 520`,
            '#ffffff',
            2.5,
            0.6,
          ) + glossyHeart(px, py, size, String(colour), Number(turn))
        )
      })
      .join('') +
    times(16, (index) => {
      const random = scatter(index + 520)
      const left = index % 2 === 0
      return heart(
        left ? random() * 180 : 820 + random() * 180,
        20 + random() * 230,
        0.16 + random() * 0.26,
        '#ffffff',
        random() * 50 - 25,
        0.55,
      )
    }) +
    sparkle(262, 470, 14, '#ffffff') +
    sparkle(742, 470, 14, '#ffffff'),
}

function gear(x: number, y: number, r: number, colour: string, hole: string, turn = 0): string {
  return at(
    x,
    y,
    times(10, (index) =>
      at(0, 0, rect(-r * 0.15, -r, r * 0.3, r * 0.4, colour, r * 0.06), { turn: index * 36 }),
    ) +
      circle(0, 0, r * 0.8, colour) +
      circle(0, 0, r * 0.46, hole) +
      circle(0, 0, r * 0.22, colour),
    { turn },
  )
}

function wheatEar(x: number, y: number, scale: number, turn: number, colour = '#ffd25e'): string {
  const grains = times(7, (index) =>
    at(
      0,
      -index * 20,
      at(0, 0, ellipse(0, -14, 7, 15, colour), { turn: 36 }) +
        at(0, 0, ellipse(0, -14, 7, 15, colour), { turn: -36 }),
    ),
  )
  return at(x, y, line('M0 130C2 60 0 30 0-150', '#c98a1a', 4) + grains + ellipse(0, -158, 7, 16, colour), {
    scale,
    turn,
  })
}

const labourDay: CoverArt = {
  body: ['#d8541b', '#8f2c0c'],
  flap: ['#f07a2d', '#d65a1c'],
  edge: '#ffe2a6',
  ink: '#fff5df',
  seal: { drawing: gear(0, 0, 38, '#a3400e', '#f7cf6a') },
  behind: rays(500, 520, 22, '#ffd98a', 0.14) + circle(500, 520, 150, '#ffd25e', 0.35),
  before:
    gear(84, 412, 84, '#7c2a10', '#b8431a', 8) +
    gear(196, 462, 50, '#ffcf70', '#b8431a', 20) +
    gear(22, 316, 40, '#ffcf70', '#b8431a') +
    wheatEar(880, 406, 0.92, 14) +
    wheatEar(932, 396, 1.02, 26) +
    wheatEar(828, 420, 0.84, 0) +
    wheatEar(784, 440, 0.7, -14) +
    // A hammer and a spanner.
    at(
      64,
      92,
      rect(-6, -30, 12, 96, '#8a4b1a', 4) +
        rect(-34, -48, 68, 30, '#e9eef2', 6) +
        rect(-34, -48, 20, 30, '#b9c4cc', 6),
      { turn: -32 },
    ) +
    at(
      936,
      92,
      fill('M-9 70V-14C-30-22-36-48-22-62L-10-50H10L22-62C36-48 30-22 9-14V70C9 80-9 80-9 70Z', '#e9eef2'),
      { turn: 32 },
    ) +
    sparkle(168, 60, 12, '#fff1c9') +
    sparkle(838, 70, 12, '#fff1c9'),
}

function pinwheel(x: number, y: number, scale: number, colours: readonly string[], turn = 0): string {
  const sail = (index: number) =>
    at(
      0,
      0,
      fill('M0 0C-6-30-34-62-62-62C-62-34-30-6 0 0Z', colours[index % colours.length] as string) +
        fill('M0 0C-2-20-30-50-62-62C-42-30-20-10 0 0Z', '#ffffff', 0.35),
      { turn: index * 90 },
    )
  return at(
    x,
    y,
    rect(-4, 0, 8, 190, '#fff3d6', 3) +
      at(0, 0, times(4, sail), { turn }) +
      circle(0, 0, 9, '#fff3d6') +
      circle(0, 0, 4, '#ff8a3c'),
    { scale },
  )
}

const childrensDay: CoverArt = {
  body: ['#2f9fe0', '#1367a8'],
  flap: ['#5bbcf2', '#2f98d8'],
  edge: '#fff3b8',
  ink: '#ffffff',
  seal: {
    drawing:
      circle(-13, -9, 5, '#9a4a08') +
      circle(13, -9, 5, '#9a4a08') +
      line('M-20 6C-14 26 14 26 20 6', '#9a4a08', 6),
  },
  behind:
    ['#ff6b6b', '#ffb84d', '#ffe66b', '#7fe08a', '#6bb7ff', '#b98cff']
      .map((colour, index) => ring(500, 560, 420 - index * 20, colour, 20, 0.75))
      .join('') +
    hills(462, 12, '#57c06b', 1) +
    hills(482, 8, '#3fa557', 3),
  before:
    pinwheel(98, 330, 1.05, ['#ff6b6b', '#ffd25e', '#7fe08a', '#ffffff'], 14) +
    pinwheel(206, 398, 0.62, ['#b98cff', '#ff9ccd', '#ffd25e', '#7fe0ff'], 40) +
    balloon(900, 318, 1.15, '#ff6b6b', 6) +
    balloon(818, 382, 0.86, '#ffd25e', -8) +
    balloon(962, 396, 0.82, '#b98cff', 10) +
    fluffy(92, 92, 0.9) +
    fluffy(134, 196, 0.4) +
    fluffy(906, 84, 0.96) +
    fluffy(866, 196, 0.4) +
    times(8, (index) =>
      at(
        270 + index * 66,
        478 + (index % 2) * 8,
        circle(0, 0, 5, '#ffe66b') +
          times(5, (petal) =>
            at(0, 0, circle(0, -9, 6, index % 2 === 0 ? '#ffffff' : '#ff9ccd'), { turn: petal * 72 }),
          ),
      ),
    ),
}

function fluffy(x: number, y: number, scale: number): string {
  return at(
    x,
    y,
    ellipse(0, 18, 84, 22, '#ffffff', 0.95) +
      circle(-36, 4, 30, '#ffffff', 0.95) +
      circle(6, -14, 40, '#ffffff', 0.95) +
      circle(46, 6, 28, '#ffffff', 0.95),
    { scale },
  )
}

function dove(x: number, y: number, scale: number, mirror = false): string {
  return at(
    x,
    y,
    fill(
      'M70-6C58-18 44-14 38-6C20 0-4-2-20-8C-30-40-62-62-96-60C-84-44-78-24-58-4C-76 2-92 10-108 26C-80 24-62 24-44 20C-20 40 24 38 44 12C54 8 60 2 70-6Z',
      '#ffffff',
    ) +
      fill('M-8-6C-6-40 14-62 44-72C40-48 40-22 22 2Z', '#eef3f7') +
      circle(50, -6, 3, '#3a1a14') +
      fill('M70-6L58-10L60 0Z', '#f2a33c'),
    { scale, mirror },
  )
}

const nationalDay: CoverArt = {
  body: ['#d61f1f', '#960c10'],
  flap: ['#ee3b2f', '#d2211f'],
  edge: '#ffe07a',
  ink: '#fff3c9',
  seal: { drawing: star(0, 2, 42, '#c01818') },
  behind:
    rays(500, 340, 30, '#ffd25e', 0.13) +
    fill(
      'M0 452C160 410 300 480 500 446C700 412 840 480 1000 436V470C840 510 700 446 500 480C300 514 160 446 0 490Z',
      '#ffd25e',
      0.9,
    ) +
    fill('M0 478C160 436 300 506 500 472C700 438 840 506 1000 462V500H0Z', '#b3121a'),
  before:
    firework(92, 112, 82, '#ffe07a') +
    firework(196, 232, 44, '#ffb38a', 12) +
    firework(908, 112, 82, '#ffe07a') +
    firework(806, 232, 44, '#ffb38a', 12) +
    dove(152, 372, 0.86) +
    dove(270, 420, 0.5) +
    dove(850, 372, 0.86, true) +
    dove(732, 420, 0.5, true) +
    times(14, (index) => star(30 + index * 72, 484 + (index % 2) * 6 - 4, 7, '#ffe07a')),
}

const singlesDay: CoverArt = {
  body: ['#4a1d8f', '#1a0b42'],
  flap: ['#6a35bd', '#4c2293'],
  edge: '#8df5ff',
  ink: '#f2eaff',
  seal: { letters: '11.11' },
  behind:
    times(22, (index) => line(`M${index * 60 - 120} 520L${index * 60 + 60} 200`, '#8df5ff', 2, 0.12)) +
    times(8, (index) => line(`M0 ${300 + index * 28}H1000`, '#ff6ad5', 1.5, 0.14)),
  before:
    // Neon bars: four ones.
    [
      [60, '#ff6ad5'],
      [132, '#8df5ff'],
      [868, '#8df5ff'],
      [940, '#ff6ad5'],
    ]
      .map(([x, colour]) => {
        const one = `M${Number(x) - 22} 300L${x} 274V452`
        return (
          line(one, String(colour), 30, 0.16) +
          line(one, String(colour), 14, 0.9) +
          line(one, '#ffffff', 4, 0.9)
        )
      })
      .join('') +
    // Shopping bags.
    at(
      238,
      424,
      line('M-18-38C-18-66 18-66 18-38', '#ffe07a', 5) +
        fill('M-38-38H38L46 56H-46Z', '#ffb52e') +
        fill('M-38-38H38L39-26H-39Z', '#ffd25e') +
        heart(0, 14, 0.5, '#ffffff'),
    ) +
    at(
      762,
      424,
      line('M-18-38C-18-66 18-66 18-38', '#ffd3f2', 5) +
        fill('M-38-38H38L46 56H-46Z', '#ff5fb8') +
        fill('M-38-38H38L39-26H-39Z', '#ff9ad4') +
        star(0, 10, 20, '#ffffff'),
    ) +
    confetti(11, 40, ['#ff6ad5', '#8df5ff', '#ffe07a', '#ffffff'], [10, 20, 168, 250]) +
    confetti(12, 40, ['#ff6ad5', '#8df5ff', '#ffe07a', '#ffffff'], [832, 20, 990, 250]),
}

function egg(
  x: number,
  y: number,
  scale: number,
  [shell, band, dots]: readonly [string, string, string],
  turn = 0,
): string {
  return at(
    x,
    y,
    fill('M0-62C28-62 46-16 46 14C46 44 26 60 0 60C-26 60-46 44-46 14C-46-16-28-62 0-62Z', shell) +
      fill(
        'M-45 2C-30-10-22 8-8-2C6-12 18 8 30-2C38-8 42-4 45 2L46 22C36 16 30 30 18 22C6 14-6 32-18 22C-28 16-38 28-46 22Z',
        band,
      ) +
      times(4, (index) => circle(-24 + index * 16, -22 - (index % 2) * 12, 5, dots)) +
      times(4, (index) => circle(-24 + index * 16, 38 + (index % 2) * 7, 4.5, dots)) +
      ellipse(-16, -30, 7, 15, '#ffffff', 0.5),
    { scale, turn },
  )
}

const easter: CoverArt = {
  body: ['#9cc94a', '#4d8a2c'],
  flap: ['#f9dd6e', '#efc045'],
  edge: '#fffbe0',
  ink: '#5c3c08',
  seal: { drawing: egg(0, 0, 0.62, ['#f58fb0', '#fff3d6', '#ffd25e']) },
  behind: hills(420, 16, '#6fae3a', 0.8) + hills(458, 12, '#4f9130', 2.6),
  before:
    egg(92, 410, 1.12, ['#ff9ec2', '#fff3d6', '#ff5f95'], -10) +
    egg(190, 438, 0.86, ['#8fd3ff', '#ffe66b', '#ffffff'], 12) +
    egg(20, 450, 0.78, ['#c6a4ff', '#ffffff', '#ffe66b'], -18) +
    egg(912, 414, 1.05, ['#ffe66b', '#8fd3ff', '#ff9ec2'], 8) +
    egg(990, 456, 0.78, ['#ff9ec2', '#ffffff', '#c6a4ff'], 20) +
    // A rabbit behind an egg.
    at(
      806,
      420,
      fill(
        'M-26-40C-44-100-36-130-24-130C-8-130-4-84-6-42ZM8-42C6-84 10-130 28-128C42-126 38-90 24-40Z',
        '#fffaf2',
      ) +
        fill(
          'M-22-50C-34-94-28-116-23-116C-14-116-12-84-12-50ZM13-50C13-86 18-116 27-114C34-112 30-88 21-50Z',
          '#ffc0cf',
        ) +
        circle(0, -14, 44, '#fffaf2') +
        circle(-15, -18, 5, '#4a2a34') +
        circle(15, -18, 5, '#4a2a34') +
        ellipse(0, -4, 6, 4.5, '#f28aa2') +
        line('M0 0V8M-10 12C-6 16-2 14 0 8C2 14 6 16 10 12', '#4a2a34', 2.6) +
        ellipse(-26, -2, 8, 5, '#ffc0cf', 0.8) +
        ellipse(26, -2, 8, 5, '#ffc0cf', 0.8) +
        ellipse(0, 60, 52, 40, '#fffaf2'),
    ) +
    times(70, (index) => {
      const random = scatter(index + 33)
      const x = random() * 1000
      return line(
        `M${Math.round(x)} 505C${Math.round(x)} ${Math.round(486 - random() * 14)} ${Math.round(x + 4)} 478 ${Math.round(x + random() * 12 - 6)} ${Math.round(462 - random() * 16)}`,
        index % 2 === 0 ? '#3f7d24' : '#66a83a',
        4,
      )
    }) +
    times(6, (index) =>
      at(
        50 + (index % 3) * 62 + (index > 2 ? 776 : 0),
        70 + (index % 2) * 60,
        times(6, (petal) =>
          at(0, 0, ellipse(0, -12, 7, 10, index % 2 === 0 ? '#ffffff' : '#ffb3cd'), { turn: petal * 60 }),
        ) + circle(0, 0, 6, '#ff9f43'),
      ),
    ),
}

const halloween: CoverArt = {
  body: ['#3b1a5c', '#140722'],
  flap: ['#e0761a', '#b9540d'],
  edge: '#ffcf70',
  ink: '#fff2d9',
  seal: { drawing: pumpkin(0, 6, 0.56, true) },
  behind:
    circle(756, 356, 100, '#ffe9a8', 0.9) +
    circle(728, 330, 15, '#e8cd80', 0.7) +
    circle(786, 376, 20, '#e8cd80', 0.6) +
    hills(452, 14, '#0d0418', 1.4),
  before:
    pumpkin(100, 424, 1.15, true) +
    pumpkin(222, 456, 0.66) +
    pumpkin(16, 462, 0.6) +
    pumpkin(930, 434, 0.98, true) +
    // A bare tree before the moon.
    at(
      -96,
      0,
      fill(
        'M826 500C836 450 830 400 842 340C846 380 844 410 852 440C858 420 880 396 900 376C884 410 866 440 864 500Z',
        '#0d0418',
      ) +
        line(
          'M842 376C828 352 816 344 796 340M846 404C830 388 818 388 796 396M884 396C892 380 894 366 890 346',
          '#0d0418',
          5,
        ),
    ) +
    bat(82, 96, 0.82, '#1d0a33', -8) +
    bat(132, 186, 0.46, '#1d0a33', 10) +
    bat(914, 92, 0.82, '#1d0a33', 10) +
    bat(870, 186, 0.42, '#1d0a33', -8) +
    bat(640, 420, 0.36, '#f08a2a', 6) +
    bat(300, 384, 0.5, '#f08a2a', -6) +
    sparkle(40, 190, 9, '#ffe9a8', 0.8) +
    sparkle(958, 196, 9, '#ffe9a8', 0.8),
}

function maple(x: number, y: number, scale: number, colour: string, turn = 0): string {
  const shape =
    'M0-58L10-36L26-42L22-18L46-22L40-6L58 4L28 20L32 34L6 28L3 58H-3L-6 28L-32 34L-28 20L-58 4L-40-6L-46-22L-22-18L-26-42L-10-36Z'
  return at(x, y, fill(shape, colour) + line('M0 30V-34M0 20L-30 2M0 20L30 2', '#7a2c0a', 2.4, 0.45), {
    scale,
    turn,
  })
}

const thanksgiving: CoverArt = {
  body: ['#a2541a', '#5c2709'],
  flap: ['#c9742a', '#a85519'],
  edge: '#ffdf9e',
  ink: '#fff3dc',
  seal: { drawing: maple(0, 2, 0.66, '#b3380d') },
  behind: hills(430, 18, '#8a4312', 0.5) + hills(466, 12, '#6d310c', 2.3),
  before:
    pumpkin(108, 432, 1.08) +
    pumpkin(222, 462, 0.68) +
    wheatEar(34, 392, 0.74, -20) +
    wheatEar(8, 414, 0.66, -34) +
    wheatEar(876, 404, 0.9, -10) +
    wheatEar(920, 396, 0.98, 6) +
    wheatEar(964, 408, 0.86, 22) +
    // Apples.
    [802, 742]
      .map(
        (x, index) =>
          circle(x, 456 + index * 8, 30 - index * 4, '#d3341f') +
          ellipse(x - 10, 444 + index * 8, 7, 10, '#ffffff', 0.4) +
          line(
            `M${x} ${430 + index * 10}C${x} ${418 + index * 10} ${x + 6} ${412 + index * 10} ${x + 10} ${410 + index * 10}`,
            '#4a2208',
            4,
          ) +
          at(x + 4, 424 + index * 10, leaf(28, 9, '#5d8a2c'), { turn: 60 }),
      )
      .join('') +
    maple(70, 84, 0.9, '#e2531b', -18) +
    maple(160, 52, 0.54, '#f2a23a', 22) +
    maple(150, 170, 0.5, '#b3380d', 40) +
    maple(36, 220, 0.46, '#f2a23a', 10) +
    maple(928, 82, 0.92, '#f2a23a', 16) +
    maple(842, 50, 0.54, '#e2531b', -24) +
    maple(850, 176, 0.5, '#b3380d', -30) +
    maple(966, 222, 0.46, '#e2531b', -8) +
    maple(316, 420, 0.4, '#f2a23a', 30) +
    maple(676, 408, 0.44, '#e2531b', -40),
}

const birthday: CoverArt = {
  body: ['#e8558a', '#9a2f8a'],
  flap: ['#ff86ab', '#ea6396'],
  edge: '#fff2c4',
  ink: '#ffffff',
  seal: {
    drawing:
      rect(-6, -10, 12, 40, '#d8366f', 4) +
      line('M-6 0L6-8M-6 12L6 4M-6 24L6 16', '#ffffff', 3) +
      fill('M0-40C10-28 10-14 0-12C-10-14-10-28 0-40Z', '#ef7a12') +
      fill('M0-30C5-24 5-16 0-15C-5-16-5-24 0-30Z', '#fff0a8'),
  },
  behind:
    rays(500, 330, 26, '#ffffff', 0.07) +
    confetti(3, 60, ['#ffe07a', '#8df5ff', '#ffffff', '#c7a4ff'], [240, 360, 760, 495]),
  before:
    // A cake of two layers.
    ellipse(150, 486, 132, 16, '#ffffff', 0.9) +
    rect(46, 416, 208, 68, '#fff3e0', 14) +
    fill(
      'M46 430C46 412 60 408 74 408H226C240 408 254 412 254 430C254 446 240 446 236 432C232 452 214 452 210 434C204 456 186 454 182 434C176 452 160 452 154 434C150 456 130 454 126 434C120 450 104 450 98 434C94 452 78 450 72 434C66 446 46 446 46 430Z',
      '#ff5f95',
    ) +
    rect(86, 350, 128, 62, '#ffe9c9', 12) +
    fill(
      'M86 364C86 348 98 346 108 346H192C204 346 214 348 214 364C214 376 202 376 198 364C192 382 178 380 174 364C168 380 152 380 148 364C142 382 126 380 122 364C116 378 100 376 86 364Z',
      '#8f5bd6',
    ) +
    [118, 150, 182]
      .map(
        (x) =>
          rect(x - 5, 312, 10, 36, '#8df5ff', 3) +
          fill(`M${x} 286C${x + 9} 296 ${x + 9} 308 ${x} 310C${x - 9} 308 ${x - 9} 296 ${x} 286Z`, '#ffb52e'),
      )
      .join('') +
    balloon(900, 300, 1.2, '#ffd25e', 6) +
    balloon(814, 366, 0.9, '#8f5bd6', -8) +
    balloon(966, 384, 0.86, '#4fd0e8', 10) +
    // Bunting.
    [0, 1, 2, 3]
      .map((index) =>
        at(
          18 + index * 52,
          30 + index * 14 - index * index * 2,
          fill('M-20 0H20L0 40Z', ['#ffd25e', '#8df5ff', '#ffffff', '#c7a4ff'][index] as string),
        ),
      )
      .join('') +
    [0, 1, 2, 3]
      .map((index) =>
        at(
          982 - index * 52,
          30 + index * 14 - index * index * 2,
          fill('M-20 0H20L0 40Z', ['#ffd25e', '#8df5ff', '#ffffff', '#c7a4ff'][index] as string),
        ),
      )
      .join('') +
    line('M-10 26C60 60 140 70 214 56', '#ffffff', 3, 0.8) +
    line('M1010 26C940 60 860 70 786 56', '#ffffff', 3, 0.8) +
    confetti(9, 24, ['#ffe07a', '#8df5ff', '#ffffff'], [10, 110, 185, 270]) +
    confetti(10, 20, ['#ffe07a', '#8df5ff', '#ffffff'], [815, 110, 990, 240]),
}

/** Covers of the festivals of the solar calendar, and of birthdays. */
export const otherFestivals = {
  new_year: newYear,
  christmas,
  valentines_day: valentinesDay,
  labour_day: labourDay,
  five_twenty: fiveTwenty,
  childrens_day: childrensDay,
  national_day: nationalDay,
  singles_day: singlesDay,
  easter,
  halloween,
  thanksgiving,
  birthday,
}
