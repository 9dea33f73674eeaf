import type { Theme } from '../core/festivals.js'

const COLOURS: Readonly<Record<Theme, number>> = {
  classic: 0xb3151d,
  spring_festival: 0xbb1016,
  lantern: 0xad3a10,
  dragon_boat: 0x14684a,
  qixi: 0x7c2a72,
  mid_autumn: 0x2f3f86,
  new_year: 0x5b2391,
  christmas: 0xa3161f,
  birthday: 0xb02a62,
  wedding: 0xa50d34,
  qingming: 0x3f6b3a,
  double_ninth: 0x8a5a12,
  winter_solstice: 0x1f5a7a,
  valentines_day: 0xb8245a,
  labour_day: 0x9a3412,
  five_twenty: 0xc02670,
  childrens_day: 0x0f6fa8,
  national_day: 0xc01818,
  singles_day: 0x6b2fa0,
  easter: 0x6a7a12,
  halloween: 0xb45309,
  thanksgiving: 0x8f4a16,
}
const ENDED = 0x80848e

/** Returns the colour of a card, as RGB: that of its theme, or grey once it has ended. */
export function cardColour(theme: Theme, open: boolean): number {
  return open ? COLOURS[theme] : ENDED
}
