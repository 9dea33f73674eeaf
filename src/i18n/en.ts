const plural = (count: number, one: string, many: string) =>
  count === 1 ? `${count} ${one}` : `${count} ${many}`

/**
 * The English words. Amounts, times and durations arrive as finished text (see format.ts). Names and
 * greetings are other people's words: whoever shows the result escapes it.
 */
export const en = {
  card: {
    title: ({ sender }: { sender: string }) => `${sender} sent a red packet`,
    kind: { lucky: 'Lucky draw', equal: 'Equal shares' },
    each: ({ amount }: { amount: string }) => `${amount} each`,
    grab: 'Grab',
    details: 'Details',
    progress: ({ grabbed, count }: { grabbed: number; count: number }) => `${grabbed}/${count} grabbed`,
    money: ({ grabbed, total }: { grabbed: string; total: string }) => `${grabbed} of ${total}`,
    left: ({ time }: { time: string }) => `${time} left`,
    until: ({ time }: { time: string }) => `Open until ${time}`,
    chosen: ({ names }: { names: string }) => `Only for ${names}`,
    finished: ({ time }: { time: string }) => `All grabbed in ${time}`,
    expired: ({
      grabbed,
      count,
      refunded,
      sender,
    }: {
      grabbed: number
      count: number
      refunded: string
      sender: string
    }) => `Expired with ${grabbed}/${count} grabbed: ${refunded} went back to ${sender}`,
    cancelled: ({ refunded, sender }: { refunded: string; sender: string }) =>
      `Taken back: ${refunded} went back to ${sender}`,
    luckiest: 'luckiest',
    nobody: 'Nobody has grabbed yet',
    claim: ({
      position,
      name,
      amount,
      time,
    }: {
      position: number
      name: string
      amount: string
      time: string
    }) => `${position}. ${name}  ${amount}  after ${time}`,
    more: ({ count }: { count: number }) => `and ${count} more`,
    fullList: ({ no, open }: { no: string; open: boolean }) =>
      open ? `All of them: /envelope ${no}` : `Proof: /verify ${no}`,
    commitment: 'Sealed as',
    state: { open: 'open', finished: 'finished', expired: 'expired', cancelled: 'taken back' },
  },
  /** The greeting of a card whose sender typed none. */
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
  /** What a theme is called. */
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
  /** What a trade is called in statements and books. */
  change: {
    top_up: 'Top-up',
    deduct: 'Deduction',
    transfer: 'Transfer',
    send: 'Red packet sent',
    grab: 'Red packet grabbed',
    refund: 'Red packet refunded',
    reversal: 'Correction',
  },
  /** Some times as they are typed: 20 seconds, 5 minutes, 24 hours and 2 days. */
  times: { seconds: '20s', minutes: '5m', hours: '24h', days: '2d' },
  commands: {
    redpacket: {
      example: '/redpacket 88 8 Happy New Year',
      description: 'Send a red packet. “2 each 5” makes five equal shares of 2',
    },
    wallet: { example: '/wallet', description: 'See what you have' },
    history: {
      example: '/history',
      description: 'See what came into your wallet and what left it',
    },
    transfer: {
      example: '/transfer @Lan 5 for the tea',
      description: 'Give money to somebody',
    },
    leaderboard: {
      example: '/leaderboard luckiest month',
      description: 'See who sent, received or was lucky most',
    },
    envelope: {
      example: '/envelope 3fa94c01be',
      description: 'See who got what, or the newest red packets',
    },
    verify: {
      example: '/verify 3fa94c01be',
      description: 'Check that the shares were fixed before anybody grabbed',
    },
    cancel: {
      example: '/cancel 3fa94c01be',
      description: 'Take back your red packet while nobody has grabbed',
    },
    books: { example: '/books', description: 'Check that every cent is accounted for' },
    audit: {
      example: '/audit',
      description: 'See the last top-ups and deductions with their reasons',
    },
    linkme: {
      example: '/linkme',
      description: 'Link your account on another platform, to share one wallet',
    },
    unlinkme: {
      example: '/unlinkme',
      description: 'Unlink this account from your other ones',
    },
    help: { example: '/help', description: 'See all commands' },
    topup: {
      example: '/topup @Lan 100 prize of the quiz',
      description: 'Admins: give somebody new money',
    },
    deduct: {
      example: '/deduct @Lan 5 topped up twice',
      description: 'Admins: take money out of circulation',
    },
    settings: {
      example: '/settings currency Gold 🪙',
      description: 'Admins: currency, rules, language and treasurers',
    },
    link: {
      example: '/link',
      description: 'Admins: share one currency and one purse with another chat',
    },
    unlink: {
      example: '/unlink',
      description: 'Admins: unlink this chat from the ones it shares a purse with',
    },
  },
  answers: {
    sent: ({ no, total, count, balance }: { no: string; total: string; count: number; balance: string }) =>
      `Your red packet ${no} is out: ${total} in ${plural(count, 'share', 'shares')}. You have ${balance} left.`,
    grabbed: ({
      amount,
      position,
      count,
      balance,
    }: {
      amount: string
      position: number
      count: number
      balance: string
    }) => `You got ${amount} (${position} of ${count})! You now have ${balance}.`,
    alreadyGrabbed: ({ amount, position }: { amount: string; position: number }) =>
      `You have your share already: ${amount}, number ${position}. One for each person; /wallet shows your money.`,
    cancelled: ({ refunded }: { refunded: string }) => `Taken back. ${refunded} is in your wallet again.`,
    transferred: ({ name, amount, balance }: { name: string; amount: string; balance: string }) =>
      `${amount} went to ${name}. You have ${balance} left.`,
    transferredAloud: ({
      giver,
      name,
      amount,
      note,
    }: {
      giver: string
      name: string
      amount: string
      note: string
    }) => `${giver} gave ${amount} to ${name}${note === '' ? '' : `: ${note}`}`,
    toppedUp: ({
      name,
      amount,
      balance,
      reason,
    }: {
      name: string
      amount: string
      balance: string
      reason: string
    }) => `${name} got ${amount} from the mint and now has ${balance}. Reason: ${reason}`,
    deducted: ({
      name,
      amount,
      balance,
      reason,
    }: {
      name: string
      amount: string
      balance: string
      reason: string
    }) => `${amount} went from ${name} back to the mint; ${balance} is left. Reason: ${reason}`,
    wallet: ({
      name,
      balance,
      walletNo,
      open,
    }: {
      name: string
      balance: string
      walletNo: string
      open: number
    }) =>
      `${name}, you have ${balance} (wallet ${walletNo}). ${open === 0 ? 'None of your red packets is open.' : `${plural(open, 'red packet of yours is', 'red packets of yours are')} still open.`}`,
    statement: ({ balance }: { balance: string }) =>
      `Your account log, the newest first. Balance ${balance}.`,
    statementEmpty:
      'Nothing has come into your wallet or left it yet. Grab a red packet, or ask an admin for a top-up.',
    statementLine: ({
      time,
      change,
      sign,
      amount,
      balance,
      about,
    }: {
      time: string
      change: string
      sign: string
      amount: string
      balance: string
      about: string
    }) => `${time}  ${change}  ${sign}${amount} → ${balance}${about === '' ? '' : `  (${about})`}`,
    board: { sent: 'Most sent', received: 'Most received', luckiest: 'Most often the luckiest' },
    period: { week: 'this week', month: 'this month', ever: 'ever' },
    leaderboard: ({ board, period }: { board: string; period: string }) => `${board}, ${period}:`,
    leaderboardEmpty: ({ board, period }: { board: string; period: string }) =>
      `${board}, ${period}: nobody yet. Send a red packet and be the first.`,
    rank: ({ place, name, score, times }: { place: number; name: string; score: string; times: number }) =>
      `${place}. ${name}  ${score} (${plural(times, 'time', 'times')})`,
    rankLuckiest: ({ place, name, times }: { place: number; name: string; times: number }) =>
      `${place}. ${name}  ${plural(times, 'time', 'times')}`,
    details: ({
      no,
      sender,
      total,
      count,
      kind,
    }: {
      no: string
      sender: string
      total: string
      count: number
      kind: string
    }) => `Red packet ${no} from ${sender}: ${total}, ${plural(count, 'share', 'shares')}, ${kind}`,
    recent: 'The newest red packets. /envelope with a number shows who got what.',
    recentLine: ({
      no,
      sender,
      total,
      grabbed,
      count,
      state,
    }: {
      no: string
      sender: string
      total: string
      grabbed: number
      count: number
      state: string
    }) => `${no}  ${sender}  ${total}  ${grabbed}/${count}  ${state}`,
    recentEmpty: 'No red packet has been sent here yet. Start with /redpacket.',
    sealed: ({ no, commitment, time }: { no: string; commitment: string; time: string }) =>
      `Red packet ${no} is still open, so its shares stay secret. They were fixed when it was sent, and this is their SHA-256 digest:\n${commitment}\nWhen it has ended (${time} at the latest), /verify ${no} shows everything that goes into the digest.`,
    revealed: ({ no, line, commitment }: { no: string; line: string; commitment: string }) =>
      `Red packet ${no} was not changed: its shares give the digest that stood on the card from the beginning. Check it yourself in any shell:\n${line}\nIt must print:\n${commitment}`,
    revealedBroken: ({ no, line, commitment }: { no: string; line: string; commitment: string }) =>
      `RED PACKET ${no} DOES NOT MATCH its digest. Tell whoever runs this bot, and keep this message. The shell line is:\n${line}\nIt should print:\n${commitment}`,
    booksBalance: ({ trades, entries, time }: { trades: number; entries: number; time: string }) =>
      `The books balance: ${plural(trades, 'trade', 'trades')} and ${plural(entries, 'entry', 'entries')} checked, ${time}.`,
    booksBroken: ({ trades, time }: { trades: number; time: string }) =>
      `THE BOOKS DO NOT BALANCE (${plural(trades, 'trade', 'trades')} read, ${time}). Tell whoever runs this bot to stop it and keep a copy of its file.`,
    refundsHeld: ({ minutes, due }: { minutes: number; due: number }) =>
      `Refunds are on hold for up to ${plural(minutes, 'minute', 'minutes')}, because this bot's clock jumped. Red packets that wait: ${due}.`,
    promiseOk: ({ number, title }: { number: number; title: string }) => `ok      ${number}. ${title}`,
    promiseBroken: ({ number, title, count }: { number: number; title: string; count: number }) =>
      `BROKEN  ${number}. ${title}: ${plural(count, 'finding', 'findings')}`,
    toppedUpMany: ({
      people,
      amount,
      names,
      reason,
    }: {
      people: number
      amount: string
      names: string
      reason: string
    }) => `${plural(people, 'person', 'people')} got ${amount} each: ${names}. Reason: ${reason}`,
    namedTwice: ({ name }: { name: string }) => `${name} was named by two linked accounts and got it once.`,
    /** The currency of a community that has not chosen another. */
    defaultCurrency: 'Lucky coin',
    settings: ({ name }: { name: string }) => `Settings of ${name}`,
    settingsChanged: ({ name }: { name: string }) => `Changed. These are now the settings of ${name}`,
    settingsCurrency: ({ name, example }: { name: string; example: string }) =>
      `Currency: ${name}, written as ${example}`,
    scale: {
      free: 'The decimals can be changed until the first money moves.',
      fixed: 'The decimals are fixed, because money has moved.',
    },
    settingsLifetime: ({ time, min, max }: { time: string; min: string; max: string }) =>
      `A red packet stays open for ${time}, or from ${min} to ${max} as its sender likes.`,
    settingsMaxOpen: ({ max }: { max: number }) =>
      `A member has at most ${plural(max, 'open red packet', 'open red packets')}.`,
    settingsMaxTotal: ({ max }: { max: string }) => `One red packet holds at most ${max}.`,
    settingsNoMaxTotal: 'One red packet may hold whatever its sender has.',
    selfGrab: {
      yes: 'Senders may grab from their own lucky red packets.',
      no: 'Senders may not grab from their own red packets.',
    },
    cardLanguage: {
      none: 'Language of the cards: none chosen yet',
      en: 'Language of the cards: English',
      zh: 'Language of the cards: Chinese',
    },
    treasurers: ({ names }: { names: string }) => `Treasurers, who may top up and deduct: ${names}`,
    noTreasurers: 'Treasurers: none, so only admins top up and deduct.',
    treasurerAppointed: ({ name }: { name: string }) =>
      `${name} is a treasurer and may top up and deduct, always with a reason.`,
    treasurerDismissed: ({ name }: { name: string }) =>
      `${name} is no treasurer. What was booked so far stays in the books.`,
    audit: 'Top-ups and deductions, the newest first. Everybody here may see them.',
    auditEmpty: 'Nobody has topped up or deducted anything yet. Admins do it with /topup and /deduct.',
    auditLine: ({
      time,
      change,
      name,
      sign,
      amount,
      actor,
      reason,
      no,
    }: {
      time: string
      change: string
      name: string
      sign: string
      amount: string
      actor: string
      reason: string
      no: number
    }) => `${time}  ${change}  ${name}  ${sign}${amount}  by ${actor}: ${reason}  (trade ${no})`,
    linkedWith: ({ names }: { names: string }) => `Linked with: ${names}`,
    linkedPart: ({ name, platform }: { name: string; platform: string }) => `${name} (${platform})`,
    sentEverywhere: ({ chats }: { chats: number }) => `It is shown in ${plural(chats, 'chat', 'chats')}.`,
    console: 'the operator',
    noMember: 'nobody',
    help: 'Send red packets in a chat, and grab them with the button on the card.',
    helpAdmin: 'For admins:',
  },
  /** The promises that reconcile proves, by number. */
  promises: {
    1: 'the balances of a community sum to zero',
    2: 'a balance equals the sum of its entries',
    3: 'each entry follows from the one before, without gaps',
    4: 'a trade has two linked entries that net to zero',
    5: 'only a mint is below zero, and never above',
    6: 'the log is append-only and its hash chain holds',
    7: 'a red packet: total = grabbed + refunded + held',
    8: 'one share for each person, one trade for each share',
    9: 'a red packet ends once; nobody grabs after the deadline',
    10: 'a key has one answer and an answer one key',
    11: 'an answer that was given is in the books',
    12: 'no red packet stays open past its deadline',
    13: 'money never crosses communities',
    14: 'the database is sound',
  },
  errors: {
    unknownChat: 'Nobody has sent a red packet in this chat yet. Be the first.',
    keyReused:
      'This request was used for something else before, so nothing was done. Please give the command again.',
    walletFrozen: ({ name }: { name: string }) =>
      `The wallet of ${name} is frozen. Ask an admin about it; no money moved.`,
    insufficient: ({ balance, needed, missing }: { balance: string; needed: string; missing: string }) =>
      `That needs ${needed} and you have ${balance}: ${missing} is missing. Choose a smaller amount, or ask an admin for a top-up.`,
    tooManyOpen: ({ max }: { max: number }) =>
      `You have ${plural(max, 'open red packet', 'open red packets')}, which is the limit. Wait until one ends, or take one back with /cancel.`,
    badCount: ({ max }: { max: number }) =>
      `The number of shares must be a whole number from 1 to ${max}. Choose another number.`,
    amountTooLarge: ({ max }: { max: string }) =>
      `One red packet holds at most ${max}. Choose a smaller amount.`,
    tooSmall: ({ count, least }: { count: number; least: string }) =>
      `That is too little for ${plural(count, 'share', 'shares')}: it takes at least ${least}. Choose a larger amount or fewer shares.`,
    notDivisible: ({ count, lower, higher }: { count: number; lower: string; higher: string }) =>
      `That cannot be divided into ${count} equal shares. Try ${lower} or ${higher}, or make it lucky.`,
    greetingTooLong: ({ max }: { max: number }) =>
      `A greeting has at most ${max} characters. Make it shorter.`,
    badLifetime: ({ min, max }: { min: string; max: string }) =>
      `A red packet stays open for ${min} to ${max}. Choose a time in between.`,
    badChosen: ({ max }: { max: number }) =>
      `Choose between 1 and ${max} people, or leave “for” out and everybody may grab.`,
    moreSharesThanChosen: ({ chosen }: { chosen: number }) =>
      `You chose ${plural(chosen, 'person', 'people')}, and each gets one share. There can’t be more shares than people.`,
    notChosen:
      'This red packet is for other people. Wait for the next one, or send one yourself with /redpacket.',
    ownEnvelope: 'You cannot grab this red packet because you sent it. It is for the others.',
    finished: 'Too late: all shares are gone. Details on the card shows who got them.',
    expired: 'This red packet has expired; what was left went back to the sender. Look out for the next one.',
    taken: 'The sender took this red packet back. Look out for the next one.',
    unknownEnvelope: 'There is no such red packet here. /envelope lists the newest with their numbers.',
    notSender: 'Only the sender can take a red packet back.',
    somebodyGrabbed: ({ count }: { count: number }) =>
      `${plural(count, 'person has', 'people have')} grabbed already, so it cannot be taken back. What is left returns to you at the deadline.`,
    ended: ({ state }: { state: string }) =>
      `This red packet has ended already (${state}). There is nothing left to take back; /history shows your money.`,
    toSelf: 'That is your own wallet. Name somebody else.',
    badAmount: ({ max }: { max: number }) =>
      `That amount cannot be booked. Choose one from 1 to ${max} of the smallest unit.`,
    noteTooLong: ({ max }: { max: number }) =>
      `A note has at most ${max} characters. Make it shorter; no money moved.`,
    notAdmin: 'Only an admin may do that. Ask one.',
    nothingToChange:
      'The settings are like that already, so nothing was changed. Name a setting and another value for it.',
    badCurrency:
      'A currency has a name of 1 to 32 characters, a sign of 1 to 8 without digits, plus or minus, and 0 to 4 decimals. Nothing was changed; choose others.',
    scaleFixed:
      'Money has moved already, so the decimals of the currency stay as they are. Nothing was changed; leave them out, and the name and the sign can still be changed.',
    badRules: {
      lifetime: ({ min, max }: { min: string; max: string }) =>
        `That time is not allowed: red packets may stay open for ${min} to ${max}. Nothing was changed; choose a time in between.`,
      max_open: ({ min, max }: { min: number; max: number }) =>
        `A member may have from ${min} to ${max} open red packets. Nothing was changed; choose a whole number in between.`,
      max_total: ({ min, max }: { min: string; max: string }) =>
        `The most that one red packet may hold must be from ${min} to ${max}. Nothing was changed; choose another amount.`,
    },
    reasonMissing: 'Say why, after the amount: the reason stays in the books.',
    reasonTooLong: ({ max }: { max: number }) =>
      `A reason has at most ${max} characters. Make it shorter; no money moved.`,
    memberLacks: ({ name, balance }: { name: string; balance: string }) =>
      `${name} has only ${balance}. Deduct that much or less.`,
    circulationFull:
      'This community has as much money in circulation as the books can hold. Deduct some first.',
    amount: {
      not_a_number: ({ typed, example }: { typed: string; example: string }) =>
        `“${typed}” is not an amount. Write digits such as ${example}.`,
      too_many_decimals: ({ typed, scale }: { typed: string; scale: number }) =>
        scale === 0
          ? `“${typed}” is too exact: this currency has no decimals. Round it.`
          : `“${typed}” is too exact: this currency has ${plural(scale, 'decimal', 'decimals')}. Round it.`,
      not_positive: ({ least }: { least: string }) =>
        `An amount must be more than nothing: at least ${least}.`,
      too_large: ({ max }: { max: string }) => `That is too much: at most ${max} at once.`,
    },
    usage: {
      amount: 'Say how much.',
      count: 'Say how many shares, as a whole number.',
      member: 'Say who, as @name.',
      reason: 'Say why, after the amount.',
      spaced:
        'Did you mean one number? Then write it without spaces, such as 1000. If not, put a word between the two. No money moved.',
      turned:
        'The name turns the text around, so you may see another amount than I do. Write the amount before the name. No money moved.',
      envelope: 'Say which red packet: its number is on the card.',
      line: 'Say the number of a line, or leave it out to see the newest.',
      lifetime: 'Say how long it stays open, such as {times}.',
      board: 'Choose a board and a period from these.',
      setting: 'Say which setting and its new value.',
    },
    usageLine: ({ usage, example }: { usage: string; example: string }) =>
      `Write: ${usage}\nFor example: ${example}`,
    commandTooLong: ({ max }: { max: number }) =>
      `A command has at most ${max} characters. Nothing was done; make it shorter.`,
    unknownCommand: ({ name }: { name: string }) => `There is no command /${name}. /help lists them all.`,
    unknownCommandClosest: ({ name, closest }: { name: string; closest: string }) =>
      `There is no command /${name}. Did you mean /${closest}? /help lists them all.`,
    unknownMember: ({ name, names }: { name: string; names: string }) =>
      `There is nobody called ${name} here. Try one of ${names}.`,
    busy: 'Too much is going on at once, so nothing was done. Please try again in a moment.',
    moving:
      'This chat is being linked or unlinked right now, so nothing was done. Please try again in a moment.',
    tooFast: 'That was too fast, so nothing was done. Wait a moment, then go on.',
    wrong: ({ id }: { id: string }) => `Something went wrong; nothing was lost. Please try again. (${id})`,
  },
  /** Options, forms and refusals. Discord needed them first, and the commands say them on every platform. */
  discord: {
    description: {
      settings_show: 'See the settings',
      settings_currency: 'Change the name, the sign or the decimals of the currency',
      settings_rules: 'Change the rules for red packets',
      settings_treasurer: 'Let a member top up and deduct, or stop it',
    },
    /** Options: what they are called in this language (lower case, no spaces) and what they mean. */
    option: {
      amount: { name: 'amount', description: 'How much, such as 88 or 8.88' },
      total: { name: 'amount', description: 'How much in all, such as 88; or for each share: 2 each 5' },
      count: { name: 'count', description: 'How many shares' },
      kind: { name: 'kind', description: 'Lucky: chance decides. Equal: the same for each' },
      greeting: { name: 'greeting', description: 'What stands on the card' },
      max_total: { name: 'max_total', description: 'The most that one red packet may hold; 0 for no limit' },
      everywhere: { name: 'everywhere', description: 'Show it in all linked chats, one card in each' },
      code: { name: 'code', description: 'The code from the other side; leave it out to get one' },
      member: { name: 'member', description: 'Who' },
      note: { name: 'note', description: 'What for' },
      reason: { name: 'reason', description: 'Why; it stays in the books' },
      quiet: { name: 'quiet', description: 'Don’t announce it in the channel' },
      board: { name: 'board', description: 'What counts' },
      period: { name: 'period', description: 'Since when' },
      envelope: { name: 'number', description: 'Which red packet' },
      before: { name: 'line', description: 'The number of a line; only older ones are shown' },
      to_role: {
        name: 'role',
        description: 'All with this role who have used the bot before; instead of or besides the member',
      },
      also1: { name: 'also', description: 'One more member' },
      also2: { name: 'and', description: 'One more member' },
      name: { name: 'name', description: 'What the currency is called' },
      symbol: { name: 'symbol', description: 'The sign that stands before an amount' },
      decimals: { name: 'decimals', description: 'Digits after the point; fixed once money has moved' },
      self_grab: { name: 'self_grab', description: 'May senders grab from their own lucky red packets?' },
      max_open: { name: 'max_open', description: 'How many red packets one member may have open' },
      language: { name: 'language', description: 'The language of the cards' },
      appointed: { name: 'appointed', description: 'Yes to appoint, no to dismiss' },
    },
    modal: {
      title: 'Send a red packet',
      money: 'How much, in how many shares?',
      moneyHint: '88 8 is 88 in 8 shares; 2 each 5 is five equal shares of 2',
      kind: 'How is it divided?',
      greeting: 'Greeting',
      lifetime: 'How long is it open?',
    },
    chosenGone: 'Somebody whom you chose is not here any more, so nothing was sent. Choose again.',
    formAgain: 'Back to the form',
    confirm: 'Confirm',
    leave: 'Cancel',
    leftAsItWas: 'Nothing was changed.',
    cannotPost: ({ missing }: { missing: string }) =>
      `I may not post cards in this channel, so nothing was sent and no money moved. Ask an admin to allow me: ${missing}.`,
    readOnly:
      'You can’t send messages in that chat, so nothing was sent and no money moved. Try another one.',
    permission: {
      ViewChannel: 'View Channel',
      SendMessages: 'Send Messages',
      SendMessagesInThreads: 'Send Messages in Threads',
    },
    toppedUpBy: ({
      actor,
      name,
      amount,
      reason,
    }: {
      actor: string
      name: string
      amount: string
      reason: string
    }) => `${actor} topped up ${name} by ${amount}. Reason: ${reason}`,
    toppedUpManyBy: ({
      actor,
      people,
      names,
      amount,
      reason,
    }: {
      actor: string
      people: number
      names: string
      amount: string
      reason: string
    }) =>
      `${actor} topped up ${plural(people, 'person', 'people')} by ${amount} each: ${names}. Reason: ${reason}`,
    deductedBy: ({
      actor,
      name,
      amount,
      reason,
    }: {
      actor: string
      name: string
      amount: string
      reason: string
    }) => `${actor} deducted ${amount} from ${name}. Reason: ${reason}`,
    onlyYouSeeReadOnly: 'You can’t send messages in that chat, so only you see this.',
    onlyYouSee: 'The bot may not post in this channel, so only you see this.',
    roleUnreached:
      'Who has never used the bot here has no wallet yet and got nothing: they can begin with /wallet.',
    nobodyWithRole: ({ role }: { role: string }) =>
      `Nobody with the role ${role} has used the bot here yet, so no money moved. They can begin with /wallet.`,
    tooManyForRole: ({ max }: { max: number }) =>
      `That would be more than ${max} people at once, so no money moved. Choose a smaller role.`,
    tooManyKnown: ({ max }: { max: number }) =>
      `More than ${max} people use the bot here, too many to look for a role. No money moved; name members.`,
    roleUnanswered: 'Discord did not say who has this role, so no money moved. Try again in a minute.',
    noBots: 'A bot has no wallet. Choose a person.',
    unknownButton: 'This button has expired. Give the command again.',
  },
  /** Messages that are no replies, on every platform. */
  chat: {
    restarting: 'The bot is being restarted. Nothing was done; try again in a moment.',
    unposted: ({ no, amount }: { no: string; amount: string }) =>
      `Your red packet ${no} could not be shown in its chat. ${amount} is in your wallet again.`,
    vanished: ({ no }: { no: string }) =>
      `The card of your red packet ${no} is gone from its chat, so nobody can grab any more. What is left returns to you at its deadline.`,
  },
  /** Communities that share one purse, and people with several identities. */
  links: {
    code: ({ code, name, time }: { code: string; name: string; time: string }) =>
      `The code to link another chat with ${name}:\n${code}\nIt works once and for ${time}. Give it only to an admin of that chat, who sends /link there with the code. Then the admins of both manage one purse together: each may top up, deduct and change the settings.`,
    preview: ({ host, joined }: { host: string; joined: string }) =>
      `${joined} would join ${host}: one list of members, one purse, the currency and the settings of ${host}, and the admins of both manage it together.`,
    nothingMoves: 'No money moves.',
    moves: ({ wallets, amount }: { wallets: number; amount: string }) =>
      `${amount} in ${plural(wallets, 'wallet', 'wallets')} moves along.`,
    walletsMove: ({ wallets }: { wallets: number }) =>
      `The money in ${plural(wallets, 'wallet', 'wallets')} moves along.`,
    linked: ({ host, joined }: { host: string; joined: string }) =>
      `${joined} is linked with ${host} now: one list of members and one purse.`,
    unlinkPreview: ({ host, names }: { host: string; names: string }) =>
      `${names} would leave ${host} and go back to its own members and purse.`,
    unlinked: ({ host, names }: { host: string; names: string }) =>
      `${names} left ${host} and has its own members and purse again.`,
    staysWithHost: ({ host }: { host: string }) =>
      `Whoever can still be reached in ${host} keeps the money there.`,
    badCode:
      'That code is invalid or has expired. A code works once, for ten minutes, and only for the account or chat that enters it first. Ask for a new one.',
    alreadyLinked: ({ name }: { name: string }) =>
      `This chat is part of ${name} already. There is nothing to link.`,
    openEnvelopes: ({ count, time }: { count: number; time: string }) =>
      `${plural(count, 'red packet is', 'red packets are')} still open, the last until ${time}. Wait for the end or take back with /cancel, and try again. Nothing was changed.`,
    otherScale: ({ host, hostScale, scale }: { host: string; hostScale: number; scale: number }) =>
      `The money of ${host} has ${plural(hostScale, 'decimal', 'decimals')} and yours has ${scale}, so it does not fit together. Nothing was changed; link with another chat.`,
    circulationFull: ({ host }: { host: string }) =>
      `${host} would have more money in circulation than the books can hold. Deduct some first, then try again.`,
    notLinked: 'This chat is not linked with any other. /settings shows what is.',
    personCode: ({ code, time }: { code: string; time: string }) =>
      `Your code:\n${code}\nIt works once and for ${time}. Open a private chat with the bot from your other account, and send /linkme with the code. Never give it to anyone else: they would share your wallets.`,
    peoplePreview: ({ name, platform }: { name: string; platform: string }) =>
      `This code is from ${name} on ${platform}. Is that you? Linking makes the two accounts one person: one wallet and one share of each red packet. The other account can then spend all of it.`,
    peopleMoves: ({ amount, name }: { amount: string; name: string }) =>
      `${amount} in ${name} goes into the wallet of that account.`,
    peopleLinked: ({ name, platform }: { name: string; platform: string }) =>
      `You and ${name} on ${platform} are one person now, with one wallet and one share of each red packet. If the account that entered the code was a treasurer, an admin must appoint it again.`,
    peopleWallet: ({ amount, name }: { amount: string; name: string }) => `${name}: ${amount}`,
    sameIdentity: 'That is your own code. Enter it from your other account.',
    alreadyOne: 'These two accounts are linked already. There is nothing to do.',
    unlinkPersonPreview: ({ names }: { names: string }) =>
      `You are linked with ${names}. If you leave, you start with an empty wallet.`,
    personUnlinked: ({ names }: { names: string }) =>
      `You are no longer linked with ${names}, and have a wallet of your own again.`,
    moneyStays: ({ amount, name }: { amount: string; name: string }) =>
      `${amount} in ${name} stays with the accounts that stay.`,
    account: ({ name, platform }: { name: string; platform: string }) => `${name} (${platform})`,
    personNotLinked: 'Your account is not linked with any other.',
    wallets: 'Your wallets, the one that moved last first:',
    wallet: ({ name, amount, walletNo }: { name: string; amount: string; walletNo: string }) =>
      `${name}: ${amount} (wallet ${walletNo})`,
    noWallets: 'You have no wallet yet. Grab a red packet in a chat, and you have one.',
  },
  /** Private chats, groups and buttons. Telegram needed them first; no adapter says them itself. */
  telegram: {
    welcome:
      'Hello! I bring red packets to groups. Add me to one and write /redpacket there. Here I tell you what is nobody else’s business: /wallet, /history, and /linkme to join your accounts on two platforms. /help has all commands.',
    joined:
      'Hello! Write /redpacket to send a red packet, or /help for all commands. Admins give the first money: reply to somebody with /topup 100 to begin with.',
    groupOnly: 'That belongs in a group: give the command there. Here I know /wallet, /history and /linkme.',
    answeredPrivately: 'The answer is in our private chat.',
    readIt: 'Read it',
    openPrivately:
      'That is for you alone, and I may not write to you first. Open our private chat, then ask again.',
    openIt: 'Open the private chat',
    /** In a group, where a balance is nobody else's business. */
    nothingMoved: {
      insufficient:
        'Nothing was sent: your wallet holds less than that. Open our private chat and ask again to see what is missing.',
      member_lacks:
        'Nothing was deducted: that wallet holds less. Open our private chat and ask again to see what it holds.',
    },
    morePayments: ({ count }: { count: number }) =>
      `${plural(count, 'more payment was', 'more payments were')} made here, too many to list. Your own are in /history.`,
    refusal: {
      anonymous:
        'Nobody can tell who an anonymous admin is, so no money moved. Switch “Remain anonymous” off and give the command again.',
      channel: 'A channel has no wallet, so no money moved. Write as yourself and give the command again.',
    },
    unknownHandle: ({ handle }: { handle: string }) =>
      `I do not know anybody here called @${handle}. Reply to a message of theirs with the command instead, or let them write /wallet once.`,
    howToMention: ({ name }: { name: string }) =>
      `I cannot tell who “${name}” is. Choose the person from the list that opens after an @, or reply to a message of theirs.`,
    cannotCheckRights: ({ platform }: { platform: string }) =>
      `${platform} isn’t answering my questions right now, so I can’t check who you mean or what you may do. Nothing was done. Try again in a moment.`,
    notYours: 'This button is for someone else. Give the command yourself to get your own.',
    whichWallet: 'You have several wallets. Which one?',
    older: 'Older',
    form: {
      hint: ({ example }: { example: string }) => `Tap to change it, or write it yourself: ${example}`,
    },
  },
  /** What the playground's server says; the page has its own words. */
  playground: {
    tooFast: 'That was too fast. Nothing was done; try again in a moment.',
    tooLong: ({ max }: { max: number }) =>
      `A message has at most ${max} characters. Nothing was sent; make it shorter.`,
    bodyTooLarge: 'That is too much for one request. Nothing was done; make it shorter.',
    empty: 'There is nothing to send in that message.',
    badRequest: ({ where }: { where: string }) =>
      `The request is not as it must be (${where}). Load the page again.`,
    notJson: 'The request is not JSON. Load the page again.',
    unknownActor: ({ user }: { user: string }) => `Nobody here is called ${user}. Load the page again.`,
    wrongToken: 'This page belongs to an earlier start. Load it again.',
    wrongOrigin: 'Only the page of this playground may ask that.',
    wrongHost: 'This playground answers only to its own address on this machine.',
    notFound: 'There is nothing at this address.',
    noSkip: 'Time cannot be skipped here while a bot runs: it would end the red packets of real people.',
    tooManyStreams: 'Too many pages are open. Close some and try again.',
  },
}
