const en = {
  /** Stands on a card whose sender typed no greeting. */
  greeting: {
    classic: 'Good fortune and every happiness!',
    spring_festival: 'Happy New Year! May you prosper!',
    lantern: 'Happy Lantern Festival!',
    dragon_boat: 'Good health for the Dragon Boat Festival!',
    qixi: 'Love finds a way. Happy Qixi!',
    mid_autumn: 'Happy Mid-Autumn Festival under one moon!',
    new_year: 'Happy New Year!',
    christmas: 'Merry Christmas!',
    birthday: 'Happy birthday, and many more!',
    wedding: 'Here is to the happy couple!',
  },
  /** Names of the themes. */
  theme: {
    classic: 'Classic',
    spring_festival: 'Spring Festival',
    lantern: 'Lantern Festival',
    dragon_boat: 'Dragon Boat Festival',
    qixi: 'Qixi',
    mid_autumn: 'Mid-Autumn',
    new_year: 'New Year',
    christmas: 'Christmas',
    birthday: 'Birthday',
    wedding: 'Wedding',
  },
}

const zh: typeof en = {
  /** Stands on a card whose sender typed no greeting. */
  greeting: {
    classic: '恭喜发财，大吉大利',
    spring_festival: '新春快乐，恭喜发财',
    lantern: '元宵快乐，团团圆圆',
    dragon_boat: '端午安康',
    qixi: '七夕快乐，有情人终成眷属',
    mid_autumn: '中秋快乐，花好月圆',
    new_year: '元旦快乐，万事如意',
    christmas: '圣诞快乐',
    birthday: '生日快乐，岁岁平安',
    wedding: '百年好合，永结同心',
  },
  /** Names of the themes. */
  theme: {
    classic: '经典',
    spring_festival: '春节',
    lantern: '元宵节',
    dragon_boat: '端午节',
    qixi: '七夕',
    mid_autumn: '中秋节',
    new_year: '元旦',
    christmas: '圣诞节',
    birthday: '生日',
    wedding: '婚礼',
  },
}

/** Words of the themes of a card. */
export const festivalWords = { en, zh, 'zh-latin': zh }
