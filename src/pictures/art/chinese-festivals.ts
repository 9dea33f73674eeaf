import type { CoverArt } from './cover-art.js'
import {
  at,
  blossom,
  bowl,
  chrysanthemum,
  circle,
  cloud,
  coin,
  ellipse,
  fill,
  hills,
  ingot,
  lantern,
  leaf,
  line,
  peony,
  rays,
  rect,
  ring,
  scatter,
  snowflake,
  sparkle,
  star,
  times,
  waves,
} from './shapes.js'

const GOLD = '#f6c552'
const RED_LANTERN = ['#e0221f', '#7d0a0d'] as const
const AMBER_LANTERN = ['#ff9d2e', '#b3480a'] as const

/** A branch from the left edge, with blossoms. */
function plumBranch(petal: string): string {
  return (
    line('M-10 470C60 440 90 400 150 392C196 386 214 352 262 344', '#4a1c14', 11) +
    line('M118 400C130 366 120 344 146 318', '#4a1c14', 7) +
    line('M196 380C214 398 240 404 262 400', '#4a1c14', 6) +
    blossom(146, 318, 1.15, petal, GOLD, 10) +
    blossom(258, 342, 1.25, petal, GOLD, 30) +
    blossom(92, 412, 1.4, petal, GOLD, 50) +
    blossom(190, 384, 1.05, petal, GOLD, 0) +
    blossom(262, 402, 0.85, petal, GOLD, 20) +
    circle(120, 352, 7, petal) +
    circle(228, 360, 6, petal) +
    circle(42, 452, 8, petal)
  )
}

function firecrackers(x: number, y: number, scale: number): string {
  const pair = (index: number) => {
    const top = index * 30
    const stick = (dx: number, turn: number) =>
      at(dx, top, rect(-9, 0, 18, 34, '#d41f1f', 4) + rect(-9, 3, 18, 5, GOLD) + rect(-9, 27, 18, 5, GOLD), {
        turn,
      })
    return stick(-8, 24) + stick(8, -24)
  }
  return at(
    x,
    y,
    line('M0 -90V0', GOLD, 3) +
      circle(0, -6, 9, GOLD) +
      times(5, pair) +
      line('M0 160V186', GOLD, 3) +
      sparkle(0, 194, 18, '#fff1b8'),
    { scale },
  )
}

const classic: CoverArt = {
  body: ['#c8161d', '#8c0b14'],
  flap: ['#e2332d', '#c01a20'],
  edge: GOLD,
  ink: '#ffe9bd',
  seal: { letters: '開' },
  behind: times(9, (index) =>
    times(
      4,
      (row) =>
        ring(index * 125 + (row % 2) * 62, 330 + row * 56, 30, GOLD, 2, 0.13) +
        ring(index * 125 + (row % 2) * 62, 330 + row * 56, 16, GOLD, 2, 0.13),
    ),
  ),
  before:
    cloud(112, 250, 0.9, GOLD) +
    cloud(892, 258, 0.9, GOLD, 1, true) +
    cloud(252, 428, 0.62, GOLD, 0.7) +
    cloud(744, 436, 0.62, GOLD, 0.7, true) +
    ingot(120, 452, 1.05) +
    coin(52, 440, 34, 8) +
    coin(196, 462, 28, -14) +
    ingot(882, 452, 1.05) +
    coin(950, 436, 34, -10) +
    coin(806, 464, 28, 16) +
    sparkle(64, 372, 16, '#fff1b8') +
    sparkle(934, 362, 18, '#fff1b8') +
    sparkle(150, 390, 9, '#fff1b8') +
    sparkle(846, 398, 9, '#fff1b8'),
}

const springFestival: CoverArt = {
  body: ['#d9171c', '#9c0d12'],
  flap: ['#ee3a2c', '#cf1f1c'],
  edge: '#ffd36b',
  ink: '#fff0c8',
  seal: { letters: '福' },
  behind: rays(500, 330, 28, '#ff6a3a', 0.14),
  before:
    plumBranch('#ffd9dc') +
    lantern(86, 150, 0.95, 130, RED_LANTERN) +
    lantern(162, 88, 0.56, 80, RED_LANTERN) +
    lantern(838, 92, 0.56, 80, RED_LANTERN) +
    lantern(914, 158, 0.95, 140, RED_LANTERN) +
    firecrackers(904, 306, 0.92) +
    firecrackers(812, 344, 0.7) +
    coin(718, 462, 26, 12) +
    coin(664, 476, 20, -8) +
    ingot(762, 470, 0.7),
}

const lanternFestival: CoverArt = {
  body: ['#5a1230', '#2a0a2c'],
  flap: ['#8f1d3a', '#661533'],
  edge: '#ffcf70',
  ink: '#ffe9c4',
  seal: { letters: '元' },
  behind:
    circle(500, 420, 360, '#ff8a3c', 0.1) +
    circle(500, 440, 230, '#ffb454', 0.12) +
    hills(440, 14, '#3a0d2b', 1) +
    times(40, (index) => {
      const random = scatter(index + 40)
      return circle(
        random() * 1000,
        200 + random() * 240,
        1.2 + random() * 1.8,
        '#ffe9b0',
        0.3 + random() * 0.5,
      )
    }),
  before:
    lantern(84, 168, 1.02, 160, AMBER_LANTERN) +
    lantern(164, 88, 0.56, 90, RED_LANTERN) +
    lantern(258, 400, 0.5, 34, AMBER_LANTERN) +
    lantern(30, 366, 0.56, 30, RED_LANTERN) +
    lantern(836, 90, 0.56, 90, RED_LANTERN) +
    lantern(918, 172, 1.02, 170, AMBER_LANTERN) +
    lantern(748, 404, 0.5, 34, AMBER_LANTERN) +
    lantern(972, 372, 0.56, 30, RED_LANTERN) +
    bowl(
      130,
      436,
      0.8,
      '#c8322c',
      times(
        5,
        (index) =>
          circle(-58 + index * 29, -28 - (index % 2) * 8, 19, '#fffaf0') +
          circle(-63 + index * 29, -34 - (index % 2) * 8, 6, '#ffffff', 0.9),
      ),
    ) +
    bowl(
      872,
      436,
      0.8,
      '#2f6f8f',
      times(
        5,
        (index) =>
          circle(-58 + index * 29, -28 - (index % 2) * 8, 19, '#fffaf0') +
          circle(-63 + index * 29, -34 - (index % 2) * 8, 6, '#ffffff', 0.9),
      ),
    ),
}

/** A rice dumpling in its leaf. */
function zongzi(x: number, y: number, scale: number, turn = 0): string {
  return at(
    x,
    y,
    fill(
      'M0-62C10-62 16-54 22-44L66 30C74 46 66 54 50 54H-50C-66 54-74 46-66 30L-22-44C-16-54-10-62 0-62Z',
      '#2f7d3b',
    ) +
      fill('M0-62C10-62 16-54 22-44L66 30C74 46 66 54 50 54H-6Z', '#246330') +
      line('M0-56L-38 50M0-56L30 52M-30-20C-4-2 20-6 44-4', '#7cc36a', 2.5, 0.6) +
      line('M-46 12C-10 24 20 22 54 8', '#f2dca6', 6) +
      line('M-52 28C-14 40 24 38 62 24', '#f2dca6', 6) +
      line('M8 20C24-2 40 0 34 14C28 26 14 22 8 20C-8 2-22 4-18 16C-14 26 0 24 8 20', '#e5402f', 5),
    { scale, turn },
  )
}

const dragonBoatHull =
  fill(
    'M-190-4C-120 44 110 44 176-8C190-18 196-40 214-44C226-46 236-36 232-26C246-30 250-14 238-10C222-4 214 6 200 20C150 74-120 74-176 30C-196 22-214 14-222-14C-228-34-214-44-204-34C-196-26-200-10-190-4Z',
    '#e4572e',
  ) +
  fill('M-172 18C-110 58 120 56 184 14C150 66-112 68-172 18Z', '#b83218') +
  line('M-168 8C-90 44 100 42 174 2', GOLD, 5) +
  circle(222, -34, 4, '#2a0a06') +
  line('M232-44C240-60 252-58 254-66M226-46C228-62 238-66 238-74', GOLD, 4) +
  times(5, (index) => {
    const x = -112 + index * 52
    return (
      circle(x, -26, 11, '#ffe1bd') +
      fill(`M${x - 15} 14C${x - 15}-16 ${x + 15}-16 ${x + 15} 14Z`, index % 2 === 0 ? '#fff3d6' : '#ffd25e') +
      line(`M${x + 6} 0L${x - 26} 66`, '#7a3d12', 5) +
      fill(`M${x - 20} 52L${x - 36} 80L${x - 22} 86L${x - 12} 58Z`, '#7a3d12')
    )
  })

const dragonBoat: CoverArt = {
  body: ['#0f7355', '#07402f'],
  flap: ['#1b9169', '#0f6f50'],
  edge: '#f2d27a',
  ink: '#f4f3cf',
  seal: { letters: '粽' },
  behind: circle(820, 330, 120, '#ffe9a8', 0.16),
  before:
    at(212, 396, dragonBoatHull, { scale: 0.86 }) +
    waves(440, '#0b5a6b', { opacity: 0.95, size: 60 }) +
    zongzi(836, 414, 0.96, -6) +
    zongzi(926, 430, 0.8, 10) +
    zongzi(752, 450, 0.6, 4) +
    at(930, 20, leaf(210, 24, '#2f9c5a'), { turn: 160 }) +
    at(968, -6, leaf(250, 26, '#248049'), { turn: 188 }) +
    at(884, -16, leaf(190, 20, '#3fb06b'), { turn: 148 }) +
    at(60, -10, leaf(210, 22, '#2f9c5a'), { turn: 196 }) +
    at(22, -16, leaf(250, 26, '#248049'), { turn: 172 }) +
    at(110, -20, leaf(170, 20, '#3fb06b'), { turn: 212 }),
}

/** A magpie in flight. */
function magpie(x: number, y: number, scale: number, turn = 0, mirror = false): string {
  return at(
    x,
    y,
    fill(
      'M-52 8C-30-8 0-10 24 0C34-12 48-10 52 0L64 3L52 8C46 20 20 26-8 20C-30 18-60 30-92 40C-80 26-66 16-52 8Z',
      '#1c1440',
    ) +
      fill('M-10 12C6 8 26 10 36 8C28 20 8 22-8 18Z', '#f4f0ff') +
      fill('M2 4C-14-22-40-44-78-50C-66-38-62-30-50-24C-56-22-60-22-66-22C-52-8-34 4-14 10Z', '#5468c9') +
      fill('M4 2C2-26 16-50 48-66C44-52 44-44 38-34C44-36 48-38 52-40C46-22 34-6 18 4Z', '#2c2160') +
      fill('M4 2C4-18 14-36 34-50C30-34 28-18 18 2Z', '#7d93f2') +
      circle(44, -1, 2.6, '#ffffff'),
    { scale, turn, mirror },
  )
}

const qixi: CoverArt = {
  body: ['#4b1f7a', '#1d1147'],
  flap: ['#6a3299', '#4a2079'],
  edge: '#f2c6ff',
  ink: '#fbe9ff',
  seal: {
    drawing: fill(
      'M0 30C-14 18-38 2-38-15C-38-29-28-37-17-37C-9-37-3-33 0-26C3-33 9-37 17-37C28-37 38-29 38-15C38 2 14 18 0 30Z',
      '#b3266e',
    ),
  },
  behind:
    fill(
      'M0 470C180 330 380 430 500 400C680 350 820 430 1000 300V420C820 520 640 440 480 480C320 520 140 450 0 560Z',
      '#8a6bff',
      0.22,
    ) +
    fill(
      'M0 490C200 380 360 450 520 424C690 390 830 450 1000 350V390C830 480 640 430 480 456C320 482 160 440 0 520Z',
      '#d9c8ff',
      0.22,
    ) +
    times(90, (index) => {
      const random = scatter(index * 7 + 3)
      return circle(
        random() * 1000,
        150 + random() * 350,
        0.8 + random() * 2,
        '#ffffff',
        0.25 + random() * 0.7,
      )
    }),
  before:
    at(
      104,
      98,
      circle(0, 0, 74, '#ffeec2', 0.1) + fill('M22-54A58 58 0 1 0 52 26A46 46 0 0 1 22-54Z', '#ffeec2'),
    ) +
    sparkle(204, 60, 16, '#ffffff') +
    sparkle(40, 190, 12, '#ffffff', 0.8) +
    sparkle(894, 70, 24, '#fff3c4') +
    sparkle(946, 150, 14, '#ffffff', 0.9) +
    sparkle(838, 120, 10, '#ffffff', 0.8) +
    magpie(96, 412, 0.86, -18) +
    magpie(208, 372, 0.78, -10) +
    magpie(312, 402, 0.66, 4) +
    magpie(904, 412, 0.86, 18, true) +
    magpie(792, 372, 0.78, 10, true) +
    magpie(690, 402, 0.66, -4, true) +
    star(500, 440, 15, '#ffe9a8') +
    sparkle(420, 452, 9, '#ffffff') +
    sparkle(582, 450, 9, '#ffffff'),
}

const rabbit =
  fill('M-18-60C-34-104-24-128-14-126C-2-124 2-88 0-62Z', '#fff7ea') +
  fill('M6-62C8-108 26-128 34-120C44-112 34-78 20-54Z', '#fff7ea') +
  fill('M-14-70C-24-100-18-116-13-114C-7-112-5-90-6-68Z', '#ffc9c4') +
  ellipse(4, -40, 34, 30, '#fffaf2') +
  ellipse(-6, 22, 52, 46, '#fff7ea') +
  circle(-56, 36, 16, '#ffffff') +
  ellipse(24, 60, 26, 11, '#fffaf2') +
  circle(18, -44, 4.5, '#3a2430') +
  ellipse(37, -34, 4, 3, '#e58d8d') +
  ellipse(24, -30, 8, 5, '#ffb9b3', 0.6)

function mooncake(x: number, y: number, r: number): string {
  const scallops = times(12, (index) => {
    const angle = (index * Math.PI) / 6
    return circle(x + Math.cos(angle) * r * 0.86, y + Math.sin(angle) * r * 0.86, r * 0.24, '#c47a2c')
  })
  return (
    scallops +
    circle(x, y, r * 0.92, '#d78f3b') +
    ring(x, y, r * 0.72, '#a65f1c', r * 0.07) +
    blossom(x, y, r / 36, '#b96d22', '#f3c877')
  )
}

const midAutumn: CoverArt = {
  body: ['#24357f', '#101a4d'],
  flap: ['#34489c', '#22327a'],
  edge: '#f7d98a',
  ink: '#fdf1cf',
  seal: { letters: '月' },
  behind:
    circle(500, 340, 250, '#ffefbf', 0.1) +
    times(70, (index) => {
      const random = scatter(index * 11 + 5)
      return circle(
        random() * 1000,
        160 + random() * 300,
        0.8 + random() * 1.6,
        '#fff3cf',
        0.3 + random() * 0.6,
      )
    }) +
    hills(452, 18, '#0c1440', 2),
  before:
    circle(900, 112, 112, '#fff3cf', 0.12) +
    circle(900, 112, 82, '#ffefbd') +
    circle(866, 98, 18, '#f2d894', 0.7) +
    circle(918, 140, 24, '#f2d894', 0.6) +
    circle(910, 84, 10, '#f2d894', 0.6) +
    cloud(842, 178, 0.62, '#fdf1cf', 0.9) +
    at(158, 412, rabbit, { scale: 0.9 }) +
    mooncake(282, 458, 34) +
    mooncake(346, 470, 26) +
    cloud(78, 480, 0.7, '#f7d98a', 0.8) +
    cloud(884, 420, 0.8, '#f7d98a', 0.8, true) +
    cloud(748, 470, 0.6, '#f7d98a', 0.6, true) +
    line('M-10 60C60 70 120 50 176 84', '#5a3d1e', 7) +
    at(60, 66, leaf(70, 20, '#3d8a5c'), { turn: 150 }) +
    at(112, 62, leaf(62, 18, '#4b9c6a'), { turn: 30 }) +
    at(158, 78, leaf(60, 18, '#3d8a5c'), { turn: 130 }) +
    times(12, (index) => {
      const random = scatter(index + 700)
      return blossom(
        30 + random() * 150,
        56 + random() * 54,
        0.3 + random() * 0.16,
        '#ffd35e',
        '#fff1b8',
        random() * 90,
      )
    }),
}

function willow(x: number, length: number, sway: number, seed: number): string {
  const random = scatter(seed)
  const stem = `M${x} -10C${x + sway} ${length * 0.3} ${x - sway * 0.4} ${length * 0.7} ${x + sway * 0.5} ${length}`
  return (
    line(stem, '#6d8f3c', 3) +
    times(13, (index) => {
      const y = (length * (index + 1)) / 14
      const side = index % 2 === 0 ? 1 : -1
      return at(
        x + sway * 0.25 * Math.sin(index * 0.6),
        y,
        leaf(34 + random() * 12, 6, index % 3 === 0 ? '#b7d36b' : '#8fb84e'),
        { turn: 180 - side * (28 + random() * 18) },
      )
    })
  )
}

/** A swallow in flight. */
function swallow(x: number, y: number, scale: number, turn = 0): string {
  const shape =
    'M58 4C40-8 24-8 10-2C-2-34-36-52-78-56C-46-40-30-20-22 2C-40 8-66 24-92 50C-62 34-40 28-18 26C-14 36-20 50-34 64C-8 54 8 38 16 18C30 18 46 12 58 4Z'
  return at(x, y, fill(shape, '#1f3340') + fill('M58 4C46 10 30 18 16 18C24 10 36 4 58 4Z', '#c65b3a'), {
    scale,
    turn,
  })
}

const qingming: CoverArt = {
  body: ['#5f9a76', '#2f5e4c'],
  flap: ['#7fb490', '#5a9374'],
  edge: '#eef5cf',
  ink: '#fbfff0',
  seal: {
    drawing:
      at(-6, 30, leaf(62, 16, '#3f7a3a')) +
      at(4, 30, leaf(52, 14, '#6aa24a'), { turn: 38 }) +
      at(-8, 30, leaf(46, 12, '#82b85c'), { turn: -40 }),
  },
  behind: hills(400, 26, '#4b8467', 0.4) + hills(438, 20, '#3a6e57', 2.2) + hills(470, 12, '#2b5745', 4),
  before:
    willow(34, 250, 30, 1) +
    willow(82, 330, 22, 2) +
    willow(132, 220, 34, 3) +
    willow(176, 150, 22, 4) +
    willow(960, 300, -26, 5) +
    willow(912, 220, -32, 6) +
    willow(866, 150, -24, 7) +
    swallow(300, 404, 0.62, -8) +
    swallow(752, 388, 0.8, 14) +
    swallow(852, 448, 0.5, 4) +
    times(26, (index) => {
      const random = scatter(index + 90)
      const [x, y] = [random() * 1000, 240 + random() * 240]
      return line(`M${Math.round(x)} ${Math.round(y)}l-5 20`, '#ffffff', 2, 0.22)
    }),
}

const doubleNinth: CoverArt = {
  body: ['#b4690f', '#6a3208'],
  flap: ['#d18a22', '#b06a12'],
  edge: '#ffe3a0',
  ink: '#fff3d2',
  seal: { letters: '九' },
  behind:
    circle(500, 430, 170, '#ffd98a', 0.2) +
    fill(
      'M0 470L130 360L220 420L340 330L450 430L560 370L690 440L800 340L900 420L1000 350V500H0Z',
      '#8a4a12',
      0.65,
    ) +
    fill('M0 500L160 420L300 470L480 410L640 474L820 404L1000 466V500Z', '#5c2c0a', 0.8),
  before:
    chrysanthemum(96, 408, 1.25, ['#ffc233', '#ffe08a']) +
    chrysanthemum(210, 452, 0.9, ['#f58f1d', '#ffc260']) +
    chrysanthemum(26, 486, 0.8, ['#fff0c2', '#ffffff']) +
    chrysanthemum(904, 408, 1.25, ['#f58f1d', '#ffc260']) +
    chrysanthemum(792, 456, 0.9, ['#ffc233', '#ffe08a']) +
    chrysanthemum(978, 484, 0.8, ['#fff0c2', '#ffffff']) +
    chrysanthemum(60, 60, 0.66, ['#ffc233', '#ffe08a']) +
    chrysanthemum(944, 62, 0.66, ['#fff0c2', '#ffffff']) +
    // Wild geese.
    times(5, (index) =>
      at(
        728 + index * 34,
        300 - Math.abs(index - 2) * 14 + 60,
        line('M-13-4C-6-9-2-4 0 1C2-4 6-9 13-4', '#3d1c05', 3.4),
      ),
    ) +
    cloud(286, 372, 0.5, '#ffe3a0', 0.8),
}

const winterSolstice: CoverArt = {
  body: ['#2c6c93', '#133a58'],
  flap: ['#4188ae', '#296a90'],
  edge: '#dff3ff',
  ink: '#f4fbff',
  seal: { letters: '冬' },
  behind: hills(430, 20, '#b9dcef', 0.2) + hills(462, 14, '#e6f4fb', 2),
  before:
    bowl(
      176,
      428,
      0.98,
      '#c23b2e',
      times(5, (index) => {
        const x = -64 + index * 32
        return (
          fill(
            `M${x - 24}-24C${x - 20}-50 ${x + 20}-50 ${x + 24}-24C${x + 10}-14 ${x - 10}-14 ${x - 24}-24Z`,
            '#fff8ea',
          ) +
          line(
            `M${x - 16}-36C${x - 8}-30 ${x - 6}-42 ${x}-34C${x + 6}-42 ${x + 8}-30 ${x + 16}-36`,
            '#d9c39a',
            2.6,
          )
        )
      }),
    ) +
    at(262, 350, line('M0 0L-54 84M14 6L-40 90', '#7a2c1c', 6)) +
    plumTwig() +
    snowflake(88, 96, 52, '#ffffff', 0.95) +
    snowflake(180, 196, 26, '#ffffff', 0.7) +
    snowflake(40, 232, 20, '#ffffff', 0.6) +
    snowflake(904, 96, 46, '#ffffff', 0.95) +
    snowflake(826, 192, 24, '#ffffff', 0.7) +
    snowflake(962, 212, 22, '#ffffff', 0.6) +
    times(50, (index) => {
      const random = scatter(index + 300)
      return circle(
        random() * 1000,
        270 + random() * 220,
        1.5 + random() * 3,
        '#ffffff',
        0.35 + random() * 0.5,
      )
    }),
}

function plumTwig(): string {
  return at(
    1000,
    0,
    line('M10 470C-60 440-90 400-150 392C-196 386-214 352-250 350', '#3d2a2a', 10) +
      line('M-118 400C-130 366-120 344-146 322', '#3d2a2a', 6) +
      blossom(-146, 318, 1.1, '#f05a78', '#ffe08a', 10) +
      blossom(-252, 346, 1.15, '#f05a78', '#ffe08a', 30) +
      blossom(-92, 412, 1.3, '#f05a78', '#ffe08a', 50) +
      blossom(-190, 384, 0.95, '#ff8aa0', '#ffe08a') +
      line('M-160 386C-120 378-100 390-64 404', '#ffffff', 5, 0.9),
  )
}

const wedding: CoverArt = {
  body: ['#b00d2e', '#6e0620'],
  flap: ['#cf1f3d', '#a80f30'],
  edge: '#ffd98a',
  ink: '#ffeecb',
  seal: { letters: '囍' },
  behind: times(11, (index) =>
    times(4, (row) =>
      star(index * 100 + (row % 2) * 50, 300 + row * 56, 11, '#ffd98a', 4, 0.45).replaceAll(
        'fill-opacity="1"',
        'fill-opacity="0.13"',
      ),
    ),
  ),
  before:
    peony(92, 418, 1.55, ['#ff8fa8', '#ff5f86', '#e0245e']) +
    peony(214, 462, 1.05, ['#ffd3dc', '#ffabc0', '#ff7d9c']) +
    peony(18, 330, 0.85, ['#ffd3dc', '#ffabc0', '#ff7d9c']) +
    at(150, 402, leaf(64, 20, '#2f7d4b'), { turn: 52 }) +
    at(62, 344, leaf(54, 18, '#2f7d4b'), { turn: 8 }) +
    peony(908, 418, 1.55, ['#ff8fa8', '#ff5f86', '#e0245e']) +
    peony(786, 462, 1.05, ['#ffd3dc', '#ffabc0', '#ff7d9c']) +
    peony(982, 330, 0.85, ['#ffd3dc', '#ffabc0', '#ff7d9c']) +
    at(850, 402, leaf(64, 20, '#2f7d4b'), { turn: -52 }) +
    at(938, 344, leaf(54, 18, '#2f7d4b'), { turn: -8 }) +
    lantern(84, 108, 0.82, 90, ['#e51f3d', '#7a0820']) +
    lantern(916, 108, 0.82, 90, ['#e51f3d', '#7a0820']) +
    ring(478, 440, 24, '#ffd98a', 7) +
    ring(514, 440, 24, '#ffe9b8', 7) +
    sparkle(514, 412, 14, '#ffffff'),
}

/** Covers of the festivals of the Chinese calendar, of an ordinary day, and of a wedding. */
export const chineseFestivals = {
  classic,
  spring_festival: springFestival,
  lantern: lanternFestival,
  dragon_boat: dragonBoat,
  qixi,
  mid_autumn: midAutumn,
  qingming,
  double_ninth: doubleNinth,
  winter_solstice: winterSolstice,
  wedding,
}
