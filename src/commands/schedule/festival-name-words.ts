import type { Festival } from '../../core/festivals/festival-days.js'

const names: Readonly<Record<Festival, readonly string[]>> = {
  new_years_eve: ['除夕', '年三十', '大年三十', 'lunar new year’s eve', "lunar new year's eve", 'chuxi'],
  spring_festival: ['春节', '大年初一', '正月初一', 'spring festival', 'lunar new year', 'chinese new year'],
  lantern: ['元宵节', '元宵', 'lantern festival'],
  dragon_boat: ['端午节', '端午', 'dragon boat festival', 'dragon boat'],
  qixi: ['七夕节', '七夕', 'qixi'],
  mid_autumn: ['中秋节', '中秋', 'mid-autumn festival', 'mid-autumn'],
  double_ninth: ['重阳节', '重阳', 'double ninth'],
  winter_solstice: ['冬至', 'winter solstice'],
  qingming: ['清明节', '清明', 'qingming'],
  new_year: ['元旦', 'new year’s day', "new year's day"],
  valentines_day: ['情人节', 'valentine’s day', "valentine's day", 'valentines day'],
  labour_day: ['劳动节', '五一', 'labour day'],
  five_twenty: ['520'],
  childrens_day: ['儿童节', '六一', 'children’s day', "children's day"],
  national_day: ['国庆节', '国庆', '十一国庆', 'national day'],
  singles_day: ['光棍节', '双十一', 'singles’ day', "singles' day", 'singles day'],
  easter: ['复活节', 'easter sunday', 'easter'],
  halloween: ['万圣节', 'halloween'],
  thanksgiving: ['感恩节', 'thanksgiving'],
  christmas: ['圣诞节', '圣诞', 'christmas day', 'christmas'],
}

/** The festivals by all names that are understood in an appointment, in lower case, the longest first. */
export const festivalNames: readonly (readonly [string, Festival])[] = Object.entries(names)
  .flatMap(([festival, each]) => each.map((name) => [name, festival as Festival] as const))
  .sort(([one], [other]) => other.length - one.length)
