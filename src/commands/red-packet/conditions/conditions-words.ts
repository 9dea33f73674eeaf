import { inEveryLanguage } from '../../framework/words.js'

const en = {
  answer: { name: 'answer', about: 'Your answer', label: 'Your answer' },
  title: 'Open the red packet',
  submit: 'Grab',
  tellPrivately: 'Everyone here can read that. Tap Grab on the card and answer in private.',
  /** When the private chat can't be reached. */
  seeCard: 'You’re in! See the card.',
  /** Follows the result when a grab brought an answer that the red packet didn't ask for. */
  notAsked: ' This one needed no password or answer.',
  said: ({ said }: { said: string }) => `“${said}”`,
  sealed: 'The line above contains its digest. To check it, run:',
  faults: {
    repeated: 'Nothing was sent: the same condition can’t be used twice.',
    severalQuestions: 'Nothing was sent: choose one of password, quiz and wish wall.',
    knownAfterFirst:
      'Nothing was sent: the end of the first red packet shows the answer to all. Order each with its own secret password or quiz.',
  },
}

const zh: typeof en = {
  answer: { name: '回答', about: '你的回答', label: '你的回答' },
  title: '拆红包',
  submit: '抢',
  tellPrivately: '这里大家都看得到。请点卡片上的“抢”，再私聊回答。',
  seeCard: '成功了，看卡片！',
  notAsked: '这个红包不用口令，也不用答题。',
  said: ({ said }) => `“${said}”`,
  sealed: '上面那行里有它的指纹。想核对，可以运行：',
  faults: {
    repeated: '没有发出：同一个条件不能用两次。',
    severalQuestions: '没有发出：口令、答题和心愿墙只能选一个。',
    knownAfterFirst: '没有发出：第一个红包结束后答案就公开了。保密口令和答题请一个一个单独定时。',
  },
}

/** Words for conditions of every kind. */
export const conditionsWords = inEveryLanguage(en, () => zh)
