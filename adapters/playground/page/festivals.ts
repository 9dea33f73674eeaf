import type { Theme } from '../../../src/core/festivals.js'

/** The picture of a theme; its colours are in style.css under `[data-festival]`. */
export const PICTURES: Readonly<Record<Theme, string>> = {
  classic: '🧧',
  spring_festival: '🧨',
  lantern: '🏮',
  dragon_boat: '🐉',
  qixi: '🌌',
  mid_autumn: '🥮',
  new_year: '🎆',
  christmas: '🎄',
  birthday: '🎂',
  wedding: '💍',
  qingming: '🌿',
  double_ninth: '🏔️',
  winter_solstice: '🥟',
  valentines_day: '💘',
  labour_day: '🛠️',
  five_twenty: '💗',
  childrens_day: '🎈',
  national_day: '🎇',
  singles_day: '🛍️',
  easter: '🐣',
  halloween: '🎃',
  thanksgiving: '🦃',
}
