import type { Catalogue } from './catalogue.js'

/** 命令的中文名。 */
const NAMES: Readonly<Record<keyof Catalogue['commands'], string>> = {
  redpacket: '红包',
  wallet: '钱包',
  history: '流水',
  transfer: '转账',
  leaderboard: '排行榜',
  envelope: '详情',
  verify: '验证',
  cancel: '撤回',
  books: '对账',
  audit: '审计',
  linkme: '关联',
  unlinkme: '取消关联',
  help: '帮助',
  topup: '充值',
  deduct: '扣款',
  settings: '设置',
  link: '联通',
  unlink: '取消联通',
}

/** 中文文案。`slash` 给出命令在当地听得到的写法。 */
const chinese = (slash: (name: keyof Catalogue['commands']) => string): Catalogue => ({
  card: {
    title: ({ sender }) => `${sender} 发了一个红包`,
    kind: { lucky: '拼手气红包', equal: '普通红包' },
    each: ({ amount }) => `每份 ${amount}`,
    grab: '抢',
    details: '详情',
    progress: ({ grabbed, count }) => `已抢 ${grabbed}/${count} 个`,
    money: ({ grabbed, total }) => `${grabbed} / ${total}`,
    left: ({ time }) => `还剩 ${time}`,
    until: ({ time }) => `${time} 前有效`,
    chosen: ({ names }) => `专属红包，仅限 ${names} 抢`,
    finished: ({ time }) => `${time}被抢光`,
    expired: ({ grabbed, count, refunded, sender }) =>
      `红包已过期，抢了 ${grabbed}/${count} 个，剩余 ${refunded} 已退回 ${sender}`,
    cancelled: ({ refunded, sender }) => `红包已撤回，${refunded} 已退回 ${sender}`,
    luckiest: '手气最佳',
    nobody: '还没有人抢',
    claim: ({ position, name, amount, time }) => `${position}. ${name}  ${amount}  用时 ${time}`,
    more: ({ count }) => `还有 ${count} 人`,
    fullList: ({ no, open }) =>
      open ? `完整名单：${slash('envelope')} ${no}` : `验证：${slash('verify')} ${no}`,
    commitment: '防作弊指纹',
    state: { open: '进行中', finished: '已抢光', expired: '已过期', cancelled: '已撤回' },
  },
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
  change: {
    top_up: '充值',
    deduct: '扣款',
    transfer: '转账',
    send: '发红包',
    grab: '抢红包',
    refund: '红包退回',
    reversal: '冲正',
  },
  times: { seconds: '20秒', minutes: '5分', hours: '24小时', days: '2天' },
  commands: {
    redpacket: {
      example: `${slash('redpacket')} 88 8 恭喜发财`,
      description: '发红包。写“2 每个 5”就是 5 个普通红包，每个 2',
    },
    wallet: { example: slash('wallet'), description: '查看余额' },
    history: {
      example: slash('history'),
      description: '查看钱包的收支流水',
    },
    transfer: {
      example: `${slash('transfer')} @小兰 5 奶茶钱`,
      description: '把钱转给别人',
    },
    leaderboard: {
      example: `${slash('leaderboard')} 手气 本月`,
      description: '看谁发得最多、收得最多、手气最好',
    },
    envelope: {
      example: `${slash('envelope')} 3fa94c01be`,
      description: '看谁抢了多少；不写编号就列出最近的红包',
    },
    verify: {
      example: `${slash('verify')} 3fa94c01be`,
      description: '验证金额在开抢前就已定好',
    },
    cancel: {
      example: `${slash('cancel')} 3fa94c01be`,
      description: '没人抢之前，撤回自己的红包',
    },
    books: { example: slash('books'), description: '核对每一分钱是否都对得上账' },
    audit: { example: slash('audit'), description: '查看最近的充值与扣款及其理由' },
    linkme: {
      example: slash('linkme'),
      description: '绑定你在其他平台的账号，共用一个钱包',
    },
    unlinkme: {
      example: slash('unlinkme'),
      description: '取消这个账号与你其他账号的绑定',
    },
    help: { example: slash('help'), description: '查看所有命令' },
    topup: {
      example: `${slash('topup')} @小兰 100 答题奖金`,
      description: '管理员：给某人充值',
    },
    deduct: {
      example: `${slash('deduct')} @小兰 5 重复充值`,
      description: '管理员：从某人的钱包扣款',
    },
    settings: {
      example: `${slash('settings')} 货币 金币 🪙`,
      description: '管理员：货币、规则、语言和财务',
    },
    link: {
      example: slash('link'),
      description: '管理员：与另一个群互通，共用货币和钱包',
    },
    unlink: { example: slash('unlink'), description: '管理员：取消与其他群的互通' },
  },
  answers: {
    sent: ({ no, total, count, balance }) => `红包 ${no} 已发出：${total}，共 ${count} 个。余额 ${balance}。`,
    grabbed: ({ amount, position, count, balance }) =>
      `恭喜，抢到 ${amount}（第 ${position}/${count} 个）！余额 ${balance}。`,
    alreadyGrabbed: ({ amount, position }) =>
      `你已经抢过了：第 ${position} 个，${amount}。每人只能抢一次，发 ${slash('wallet')} 查看余额。`,
    cancelled: ({ refunded }) => `红包已撤回，${refunded} 已退回你的钱包。`,
    transferred: ({ name, amount, balance }) => `已转给 ${name} ${amount}，余额 ${balance}。`,
    transferredAloud: ({ giver, name, amount, note }) =>
      `${giver} 转给 ${name} ${amount}${note === '' ? '' : `：${note}`}`,
    toppedUp: ({ name, amount, balance, reason }) =>
      `已给 ${name} 充值 ${amount}，余额 ${balance}。理由：${reason}`,
    deducted: ({ name, amount, balance, reason }) =>
      `已从 ${name} 扣款 ${amount}，余额 ${balance}。理由：${reason}`,
    wallet: ({ name, balance, walletNo, open }) =>
      `${name}，你的余额是 ${balance}（钱包 ${walletNo}）。${open === 0 ? '你没有进行中的红包。' : `你还有 ${open} 个红包没被抢完。`}`,
    statement: ({ balance }) => `你的账户流水，最新的在前。余额 ${balance}。`,
    statementEmpty: '你的钱包还没有收支。去抢个红包，或者请管理员充值。',
    statementLine: ({ time, change, sign, amount, balance, about }) =>
      `${time}  ${change}  ${sign}${amount} → ${balance}${about === '' ? '' : `（${about}）`}`,
    board: { sent: '发得最多', received: '收得最多', luckiest: '手气最佳次数' },
    period: { week: '本周', month: '本月', ever: '累计' },
    leaderboard: ({ board, period }) => `${period}${board}：`,
    leaderboardEmpty: ({ board, period }) => `${period}${board}：还没有人上榜。发个红包，抢占第一！`,
    rank: ({ place, name, score, times }) => `${place}. ${name}  ${score}（${times} 次）`,
    rankLuckiest: ({ place, name, times }) => `${place}. ${name}  ${times} 次`,
    details: ({ no, sender, total, count, kind }) =>
      `${sender} 的红包 ${no}：${total}，共 ${count} 个，${kind}`,
    recent: `最近的红包。发 ${slash('envelope')} 加编号，看谁抢了多少。`,
    recentLine: ({ no, sender, total, grabbed, count, state }) =>
      `${no}  ${sender}  ${total}  ${grabbed}/${count}  ${state}`,
    recentEmpty: `这里还没有人发过红包。发 ${slash('redpacket')} 来发第一个吧。`,
    sealed: ({ no, commitment, time }) =>
      `红包 ${no} 还没结束，各份金额暂时保密。金额在发出时就已定好，这是它们的 SHA-256 指纹：\n${commitment}\n红包结束后（最晚 ${time}），再发 ${slash('verify')} ${no} 就能看到计算指纹的全部内容。`,
    revealed: ({ no, line, commitment }) =>
      `红包 ${no} 没有被改动过：各份金额算出的指纹，与一开始卡片上的一致。你可以在任意终端自己验证：\n${line}\n应当输出：\n${commitment}`,
    revealedBroken: ({ no, line, commitment }) =>
      `红包 ${no} 与指纹不符！请保留这条消息，并告诉机器人的运营者。验证命令：\n${line}\n本应输出：\n${commitment}`,
    booksBalance: ({ trades, entries, time }) =>
      `账目平衡：已核对 ${trades} 笔交易、${entries} 条流水，${time}。`,
    booksBroken: ({ trades, time }) =>
      `账目不平！（已核对 ${trades} 笔交易，${time}）请告诉机器人的运营者：停止运行，并保留数据文件的副本。`,
    refundsHeld: ({ minutes, due }) =>
      `机器人的时钟刚跳变过，退款最多暂停 ${minutes} 分钟。等待退款的红包：${due} 个。`,
    promiseOk: ({ number, title }) => `正常  ${number}. ${title}`,
    promiseBroken: ({ number, title, count }) => `异常  ${number}. ${title}：${count} 处`,
    toppedUpMany: ({ people, amount, names, reason }) =>
      `已给 ${people} 人各充值 ${amount}：${names}。理由：${reason}`,
    namedTwice: ({ name }) => `${name} 的两个已绑定账号都被指定，只充值一次。`,
    defaultCurrency: '幸运币',
    settings: ({ name }) => `${name} 的设置`,
    settingsChanged: ({ name }) => `已修改。${name} 现在的设置`,
    settingsCurrency: ({ name, example }) => `货币：${name}，写作 ${example}`,
    scale: {
      free: '第一笔资金变动之前，小数位数可以修改。',
      fixed: '已有资金变动，小数位数不能再改。',
    },
    settingsLifetime: ({ time, min, max }) => `红包默认有效${time}，发红包的人可以在${min}到${max}之间选择。`,
    settingsMaxOpen: ({ max }) => `每人最多同时有 ${max} 个进行中的红包。`,
    settingsMaxTotal: ({ max }) => `一个红包最多 ${max}。`,
    settingsNoMaxTotal: '一个红包的金额没有上限，有多少发多少。',
    selfGrab: {
      yes: '可以抢自己发的拼手气红包。',
      no: '不能抢自己发的红包。',
    },
    cardLanguage: {
      none: '卡片语言：还没有选择',
      en: '卡片语言：英文',
      zh: '卡片语言：中文',
    },
    treasurers: ({ names }) => `财务（可以充值和扣款）：${names}`,
    noTreasurers: '财务：无，只有管理员可以充值和扣款。',
    treasurerAppointed: ({ name }) => `${name} 是财务了，可以充值和扣款，每次都要写理由。`,
    treasurerDismissed: ({ name }) => `${name} 不是财务。以前的记录仍留在账上。`,
    audit: '充值和扣款记录，最新的在前，所有人都能查看。',
    auditEmpty: `还没有充值或扣款。管理员可以用 ${slash('topup')} 和 ${slash('deduct')}。`,
    auditLine: ({ time, change, name, sign, amount, actor, reason, no }) =>
      `${time}  ${change}  ${name}  ${sign}${amount}  经办人 ${actor}：${reason}（交易 ${no}）`,
    linkedWith: ({ names }) => `互通的群：${names}`,
    linkedPart: ({ name, platform }) => `${name}（${platform} 群）`,
    sentEverywhere: ({ chats }) => `红包同时出现在 ${chats} 个群里。`,
    console: '运营者',
    noMember: '无人',
    help: '在群里发红包、抢红包。点卡片上的按钮就能抢。',
    helpAdmin: '管理员命令：',
  },
  promises: {
    1: '社区内所有余额之和为零',
    2: '每个余额等于其流水之和',
    3: '流水逐条衔接，没有缺号',
    4: '每笔交易有两条互相对应、合计为零的流水',
    5: '只有发行账户可以为负，且从不为正',
    6: '流水只增不改，哈希链完整',
    7: '红包总额 = 已抢 + 已退 + 未抢',
    8: '每人最多一份，每份恰有一笔交易',
    9: '红包只结束一次，过期后无人能抢',
    10: '一个请求号只有一个结果',
    11: '已答复的结果都在账上',
    12: '没有红包逾期未结束',
    13: '资金从不跨社区',
    14: '数据库完好',
  },
  errors: {
    unknownChat: '这个群还没有人发过红包，来发第一个吧。',
    keyReused: '这个请求号之前用过，所以什么都没做。请重新发送命令。',
    walletFrozen: ({ name }) => `${name} 的钱包已被冻结，资金没有变动。请联系管理员。`,
    insufficient: ({ balance, needed, missing }) =>
      `需要 ${needed}，你只有 ${balance}，还差 ${missing}。请减少金额，或请管理员充值。`,
    tooManyOpen: ({ max }) =>
      `你已有 ${max} 个进行中的红包，达到上限。请等其中一个结束，或用 ${slash('cancel')} 撤回一个。`,
    badCount: ({ max }) => `红包个数必须是 1 到 ${max} 的整数，请换一个数。`,
    amountTooLarge: ({ max }) => `一个红包最多 ${max}，请减少金额。`,
    tooSmall: ({ count, least }) =>
      `金额太少，不够分成 ${count} 个：至少需要 ${least}。请增加金额或减少个数。`,
    notDivisible: ({ count, lower, higher }) =>
      `这个金额不能平分成 ${count} 个。可以改成 ${lower} 或 ${higher}，或发拼手气红包。`,
    greetingTooLong: ({ max }) => `祝福语最多 ${max} 个字，请缩短。`,
    badLifetime: ({ min, max }) => `红包的有效时间是${min}到${max}，请重新选择。`,
    badChosen: ({ max }) => `请指定 1 到 ${max} 个人；不指定则所有人都能抢。`,
    moreSharesThanChosen: ({ chosen }) => `你指定了 ${chosen} 个人，每人一份，红包个数不能超过人数。`,
    notChosen: `这是别人的专属红包。等下一个吧，也可以自己发 ${slash('redpacket')}。`,
    ownEnvelope: '这是你自己发的红包，留给大家抢吧。',
    finished: '手慢了，红包已被抢光。点卡片上的“详情”看看大家的手气。',
    expired: '红包已过期，剩余金额已退回。留意下一个吧。',
    taken: '红包已被撤回。留意下一个吧。',
    unknownEnvelope: `这里没有这个红包。发 ${slash('envelope')} 查看最近的红包和编号。`,
    notSender: '只有发红包的人才能撤回。',
    somebodyGrabbed: ({ count }) => `已经有 ${count} 人抢了，不能撤回。没抢完的部分到期后会退给你。`,
    ended: ({ state }) => `这个红包${state}，没有可以撤回的金额。发 ${slash('history')} 查看收支。`,
    toSelf: '不能转给自己，请换一个人。',
    badAmount: ({ max }) => `这个金额不能入账，请选择 1 到 ${max} 个最小单位。`,
    noteTooLong: ({ max }) => `备注最多 ${max} 个字，请缩短。资金没有变动。`,
    notAdmin: '只有管理员可以这样做，请联系管理员。',
    nothingToChange: '设置本来就是这样，没有修改。请写明要改哪一项、改成什么。',
    badCurrency:
      '货币名称要 1 到 32 个字，符号要 1 到 8 个字、不含数字和正负号，小数 0 到 4 位。没有修改，请重新选择。',
    scaleFixed: '已有资金变动，货币的小数位数不能再改。没有修改；不写小数位数，仍然可以改名称和符号。',
    badRules: {
      lifetime: ({ min, max }) => `这个时间不行：红包的有效时间是${min}到${max}。没有修改，请重新选择。`,
      max_open: ({ min, max }) =>
        `每人同时进行中的红包数必须是 ${min} 到 ${max} 的整数。没有修改，请重新选择。`,
      max_total: ({ min, max }) => `单个红包的上限必须是 ${min} 到 ${max}。没有修改，请重新选择。`,
    },
    reasonMissing: '请在金额后写上理由，理由会记在账上。',
    reasonTooLong: ({ max }) => `理由最多 ${max} 个字，请缩短。资金没有变动。`,
    memberLacks: ({ name, balance }) => `${name} 只有 ${balance}，扣款不能超过这个数。`,
    circulationFull: '社区流通的资金已达到账本上限，请先扣款再充值。',
    amount: {
      not_a_number: ({ typed, example }) => `“${typed}”不是金额，请写数字，例如 ${example}。`,
      too_many_decimals: ({ typed, scale }) =>
        scale === 0
          ? `“${typed}”不行：这种货币没有小数，请写整数。`
          : `“${typed}”的小数太多，最多 ${scale} 位，请改一下。`,
      not_positive: ({ least }) => `金额必须大于零，至少 ${least}。`,
      too_large: ({ max }) => `金额太大，一次最多 ${max}。`,
    },
    usage: {
      amount: '请写金额。',
      count: '请写红包个数，要整数。',
      member: '请写明是谁，例如 @小兰。',
      reason: '请在金额后写上理由。',
      spaced: '是一个数吗？是的话请连着写，例如 1000；不是的话请在中间加个字。资金没有变动。',
      turned: '对方的名字会让文字倒着显示，你看到的金额可能不一样。请把金额写在名字前面。资金没有变动。',
      envelope: '请写红包编号，编号在卡片上。',
      line: '请写行号，要整数；不写就看最新的。',
      lifetime: '请写清红包多久后过期，例如 {times}。',
      board: '请从这些榜单和时间里选择。',
      setting: '请写明要改哪一项、改成什么。',
    },
    usageLine: ({ usage, example }) => `用法：${usage}\n例如：${example}`,
    commandTooLong: ({ max }) => `一条命令最多 ${max} 个字。没有执行，请缩短。`,
    unknownCommand: ({ name }) => `没有 /${name} 这个命令。发 ${slash('help')} 查看所有命令。`,
    unknownCommandClosest: ({ name, closest }) =>
      `没有 /${name} 这个命令，你是不是想发 /${closest}？发 ${slash('help')} 查看所有命令。`,
    unknownMember: ({ name, names }) => `这里没有叫 ${name} 的人，可以选：${names}。`,
    busy: '系统繁忙，请稍后再试（未扣款）。',
    moving: '正在处理群互通，请稍后再试（未扣款）。',
    tooFast: '太快了，什么也没做。请稍等片刻再来。',
    wrong: ({ id }) => `出错了，钱没有丢失，请再试一次。（${id}）`,
  },
  /** 只有 Discord 适配器会说的话。 */
  discord: {
    description: {
      settings_show: '查看设置',
      settings_currency: '修改货币的名称、符号或小数位数',
      settings_rules: '修改红包规则',
      settings_treasurer: '授权成员充值和扣款，或取消授权',
    },
    option: {
      amount: { name: '金额', description: '多少钱，例如 88 或 8.88' },
      total: { name: '金额', description: '总金额，例如 88；也可以写每个多少：2 每个 5' },
      count: { name: '个数', description: '分成几份' },
      kind: { name: '类型', description: '拼手气：金额随机。普通：每份相同' },
      greeting: { name: '祝福语', description: '写在红包上的话' },
      max_total: { name: '金额上限', description: '一个红包最多多少钱；0 表示没有上限' },
      everywhere: { name: '到处', description: '同时发到所有互通的群，每个群一张卡片' },
      code: { name: '码', description: '另一边给的码；不填就得到一个新的码' },
      member: { name: '成员', description: '哪位成员' },
      note: { name: '备注', description: '为了什么' },
      reason: { name: '理由', description: '为什么；会记入账本' },
      quiet: { name: '不通知', description: '不在频道里公布，只有你能看到结果' },
      board: { name: '榜单', description: '按什么排名' },
      period: { name: '时间', description: '从什么时候算起' },
      envelope: { name: '编号', description: '哪个红包' },
      before: { name: '行号', description: '只看这一行之前的记录' },
      to_role: { name: '身份组', description: '用过机器人的、有这个身份组的所有人；可代替成员，也可同时选' },
      also1: { name: '还有', description: '再加一位成员' },
      also2: { name: '以及', description: '再加一位成员' },
      name: { name: '名称', description: '货币叫什么' },
      symbol: { name: '符号', description: '写在金额前面的符号' },
      decimals: { name: '小数位', description: '小数点后几位；有过交易后不能再改' },
      self_grab: { name: '自己可抢', description: '发拼手气红包的人能不能抢自己的红包' },
      max_open: { name: '红包上限', description: '每人最多同时有几个未结束的红包' },
      language: { name: '语言', description: '红包卡片用的语言' },
      appointed: { name: '任命', description: '是：任命；否：取消' },
    },
    modal: {
      title: '发红包',
      money: '多少钱，分成几份？',
      moneyHint: '88 8 就是 88 分成 8 份；2 每个 5 就是 5 份，每份 2',
      kind: '怎么分？',
      greeting: '祝福语',
      lifetime: '多久后过期？',
    },
    chosenGone: '你选的人或身份组已经不在这里了，红包没有发出。请重新选择。',
    formAgain: '回到表单',
    confirm: '确认',
    leave: '取消',
    leftAsItWas: '没有任何改动。',
    cannotPost: ({ missing }: { missing: string }) =>
      `我不能在这个频道发红包卡片，所以什么也没发，钱也没动。请管理员给我这些权限：${missing}。`,
    readOnly: '你在那里没有发言权限，所以红包没有发出，资金没有变动。请换个地方发。',
    permission: {
      ViewChannel: '查看频道',
      SendMessages: '发送消息',
      SendMessagesInThreads: '在子区内发送消息',
    },
    toppedUpBy: ({ actor, name, amount, reason }) => `${actor} 给 ${name} 充值 ${amount}。理由：${reason}`,
    toppedUpManyBy: ({ actor, people, names, amount, reason }) =>
      `${actor} 给 ${people} 人各充值 ${amount}：${names}。理由：${reason}`,
    deductedBy: ({ actor, name, amount, reason }) => `${actor} 从 ${name} 扣款 ${amount}。理由：${reason}`,
    onlyYouSeeReadOnly: '你在那里没有发言权限，所以只有你能看到。',
    onlyYouSee: '机器人不能在这个频道发消息，所以只有你能看到。',
    roleUnreached: `没用过机器人的人还没有钱包，这次没有充值；请他们先发一次 ${slash('wallet')}。`,
    nobodyWithRole: ({ role }) =>
      `有身份组“${role}”的人都还没有用过机器人，资金没有变动。请他们先发一次 ${slash('wallet')}。`,
    tooManyForRole: ({ max }) => `一次最多充值 ${max} 人，资金没有变动。请选人少一些的身份组。`,
    tooManyKnown: ({ max }) =>
      `这里用过机器人的人超过 ${max} 个，无法逐个查身份组。资金没有变动，请直接选成员。`,
    roleUnanswered: 'Discord 没有说明谁有这个身份组，资金没有变动。请过一分钟再试。',
    noBots: '机器人没有钱包，请选一位真人。',
    unknownButton: '这个按钮已经失效，请重新使用命令。',
  },
  /** 机器人自己说的话。 */
  chat: {
    restarting: '机器人正在重启，什么都没做。请稍等片刻再试。',
    unposted: ({ no, amount }) => `你的红包 ${no} 没能发出卡片，${amount} 已退回你的钱包。`,
    vanished: ({ no }) => `你的红包 ${no} 的卡片已经不见了，不能再抢了。没抢完的钱到期后会退给你。`,
  },
  /** 群互通与账号绑定。 */
  links: {
    code: ({ code, name, time }) =>
      `与 ${name} 互通的码：\n${code}\n只能用一次，${time}内有效。只交给另一个群的管理员，由对方在那个群里输入。之后两边的管理员共同管理同一本账：都可以充值、扣款和修改设置。`,
    preview: ({ host, joined }) =>
      `${joined} 将并入 ${host}：成员和钱包合在一起，使用 ${host} 的货币和设置，两边的管理员共同管理。`,
    nothingMoves: '没有资金要转移。',
    moves: ({ wallets, amount }) => `${wallets} 个钱包里共 ${amount} 随之转入。`,
    walletsMove: ({ wallets }) => `${wallets} 个钱包里的钱随之转入。`,
    linked: ({ host, joined }) => `${joined} 已与 ${host} 互通：成员和钱包合在一起了。`,
    unlinkPreview: ({ host, names }) => `${names} 将与 ${host} 分开，恢复自己的成员和钱包。`,
    unlinked: ({ host, names }) => `${names} 已与 ${host} 分开，恢复了自己的成员和钱包。`,
    staysWithHost: ({ host }) => `在 ${host} 还能用的人，钱仍留在那里。`,
    badCode: '这个码无效或已失效。每个码只能用一次，十分钟内有效，而且只归最先输入它的人或群；请重新要一个。',
    alreadyLinked: ({ name }) => `这个群已经属于 ${name}，不用再互通。`,
    openEnvelopes: ({ count, time }) =>
      `还有 ${count} 个红包没结束，最晚到 ${time}。请等它们结束，或用 ${slash('cancel')} 撤回，然后再试。没有任何改动。`,
    otherScale: ({ host, hostScale, scale }) =>
      `${host} 的货币有 ${hostScale} 位小数，这里有 ${scale} 位，合不到一起。没有任何改动，请换一个群互通。`,
    circulationFull: ({ host }) => `合并后 ${host} 流通的资金会超过账本上限，请先扣款再试。`,
    notLinked: `这个群没有和别的群互通。发 ${slash('settings')} 查看设置。`,
    personCode: ({ code, time }) =>
      `你的绑定码：\n${code}\n只能用一次，${time}内有效。请用你的另一个账号私聊机器人，发 ${slash('linkme')} 和这个码。不要给别人：谁用了它，谁就和你共用钱包。`,
    peoplePreview: ({ name, platform }) =>
      `这个码来自 ${platform} 上的 ${name}。是你本人吗？绑定后两个账号算一个人：共用钱包，每个红包只有一份。掌握那个账号的人可以花掉全部的钱。`,
    peopleMoves: ({ amount, name }) => `${name} 里的 ${amount} 会转入那个账号的钱包。`,
    peopleLinked: ({ name, platform }) =>
      `你和 ${platform} 上的 ${name} 现在是一个人：共用钱包，每个红包只有一份。输入码的账号如果原来是财务，需要管理员重新任命。`,
    peopleWallet: ({ amount, name }) => `${name} 的余额：${amount}`,
    sameIdentity: '这是你自己的码，请用另一个账号输入。',
    alreadyOne: '这两个账号已经绑定，不用再绑。',
    unlinkPersonPreview: ({ names }) => `你已与 ${names}绑定。取消绑定后，你的钱包从零开始。`,
    personUnlinked: ({ names }) => `已取消与 ${names}的绑定，你重新有了自己的钱包。`,
    moneyStays: ({ amount, name }) => `${name} 里的 ${amount} 留给仍然绑定的账号。`,
    account: ({ name, platform }) => `${name}（${platform} 账号）`,
    personNotLinked: '你的账号没有和别的账号绑定。',
    wallets: '你的钱包，最近有变动的在前：',
    wallet: ({ name, amount, walletNo }) => `${name}：${amount}（钱包 ${walletNo}）`,
    noWallets: '你还没有钱包。在群里抢一个红包就有了。',
  },
  telegram: {
    welcome: `你好！我把红包带进群里。把我加进群，在群里写 ${slash('redpacket')} 就能发红包。在这里我只告诉你自己的事：${slash('wallet')} 看钱包，${slash('history')} 看流水，${slash('linkme')} 绑定你在另一个平台的账号。${slash('help')} 列出全部命令。`,
    joined: `大家好！写 ${slash('redpacket')} 发红包，${slash('help')} 看全部命令。第一笔钱由管理员充值：回复某人的消息写 ${slash('topup')} 100 开张大吉。`,
    groupOnly: `这个命令要在群里用。这里可以用 ${slash('wallet')}、${slash('history')} 和 ${slash('linkme')}。`,
    answeredPrivately: '已私聊回复你。',
    readIt: '去看看',
    openPrivately: '请先点下方按钮打开私聊，再发一次命令。',
    openIt: '打开私聊',
    nothingMoved: {
      insufficient: '没有发出：你的余额不够。请先点下方按钮打开私聊，再发一次命令，就能看到还差多少。',
      member_lacks: '没有扣款：对方余额不够。请先点下方按钮打开私聊，再发一次命令，就能看到余额。',
    },
    morePayments: ({ count }) =>
      `另有 ${count} 笔交易已完成，太多了没法逐条列出。发 ${slash('history')} 查看自己的流水。`,
    refusal: {
      anonymous: '没人知道匿名管理员是谁，所以没有动钱。请关掉“匿名”后再发一次命令。',
      channel: '频道没有钱包，所以没有动钱。请用自己的身份再发一次命令。',
    },
    unknownHandle: ({ handle }) =>
      `我不认识这里的 @${handle}。请改为回复对方的消息发命令，或让对方先写一次 ${slash('wallet')}。`,
    howToMention: ({ name }) => `我不知道“${name}”是谁。请在 @ 之后从列表里选人，或回复对方的消息。`,
    cannotCheckRights: ({ platform }) =>
      `${platform} 现在没有回应，没法核对成员和权限，所以什么也没做。请稍后再试。`,
    notYours: '这是别人的按钮。想用的话，请自己发一次命令。',
    whichWallet: '你有几个钱包，看哪一个？',
    older: '更早的',
    form: {
      hint: ({ example }) => `点按钮修改，或自己写：${example}`,
    },
  },
  playground: {
    tooFast: '太快了，没有执行，请稍后再试。',
    tooLong: ({ max }) => `一条消息最多 ${max} 个字。没有发送，请缩短。`,
    bodyTooLarge: '内容太大，没有执行，请缩短。',
    empty: '消息里没有内容。',
    badRequest: ({ where }) => `请求格式不对（${where}），请刷新页面。`,
    notJson: '请求不是 JSON，请刷新页面。',
    unknownActor: ({ user }) => `这里没有 ${user} 这个人，请刷新页面。`,
    wrongToken: '这个页面来自上一次启动，请刷新。',
    wrongOrigin: '只有这个试玩的页面才能这样请求。',
    wrongHost: '这个试玩只在本机自己的地址上应答。',
    notFound: '这个地址没有内容。',
    noSkip: '有机器人在运行时不能快进时间：那会让真实成员的红包提前过期。',
    tooManyStreams: '打开的页面太多了，请关掉一些再试。',
  },
})

/** 用在听得到中文命令的地方。 */
export const zh = chinese((name) => `/${NAMES[name]}`)

/** 用在只听得到拉丁字母命令的地方，比如 Telegram。 */
export const zhLatin = chinese((name) => `/${name}`)
