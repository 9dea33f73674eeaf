import type { Slash } from '../../framework/slash.js'
import { inEveryLanguage } from '../../framework/words.js'

const en = {
  arguments: {
    quiz: {
      name: 'quiz',
      about: 'A question and 2 to 4 answers, the right one first: 1+1? 2 / 3 / 4',
      label: 'Quiz (right answer first)',
      typed: ['quiz'],
      placeholder: '1+1? 2 / 3 / 4',
    },
  },
  card: ({ question }: { question: string }) => `❓ Quiz, one try each: ${question}`,
  was: ({ question }: { question: string }) => `❓ ${question}`,
  choice: ({ letter, answer }: { letter: string; answer: string }) => `${letter}. ${answer}`,
  between: '   ',
  right: ({ choice }: { choice: string }) => `✅ ${choice}`,
  ask: ({ question, choices }: { question: string; choices: string }) => `${question} ${choices}`,
  tapIt: 'Tap your answer on the card. You have one try.',
  wrong: 'Wrong answer, and you only had one try. The card shows the right answer at the end.',
  noTriesLeft: 'You’ve already used your one try. The card shows the right answer at the end.',
  notAnAnswer: 'That isn’t one of the answers. Send the letter of one; you still have your try.',
  inPublic: 'Everyone here can read that, so it doesn’t count. Tap your answer on the card.',
  badQuiz: ({ maxQuestion, maxAnswer }: { maxQuestion: number; maxAnswer: number }) =>
    `Nothing was sent: a quiz is a question (up to ${maxQuestion} characters) and 2 to 4 different answers (up to ${maxAnswer} each), the right one first: 1+1? 2 / 3 / 4`,
  readByAll:
    'Nothing was sent: everyone here has read which answer is right. Use /redpacket alone, tap More …, then Quiz, and send me a new one in our private chat.',
}

const zh = (slash: Slash): typeof en => ({
  arguments: {
    quiz: {
      name: '答题',
      about: '一个问题和2到4个答案，正确的写在最前：1+1? 2 / 3 / 4',
      label: '答题（正确答案写最前）',
      typed: ['答题'],
      placeholder: '1+1? 2 / 3 / 4',
    },
  },
  card: ({ question }) => `❓ 答题红包，每人一次机会：${question}`,
  was: ({ question }) => `❓ ${question}`,
  choice: ({ letter, answer }) => `${letter}. ${answer}`,
  between: '   ',
  right: ({ choice }) => `✅ 正确答案：${choice}`,
  ask: ({ question, choices }) => `${question} ${choices}`,
  tapIt: '请点卡片上的选项，只有一次机会。',
  wrong: '答错了。每人只有一次机会，结束后卡片会公布答案。',
  noTriesLeft: '这个红包你已经答过了，每人只有一次机会。结束后卡片会公布答案。',
  notAnAnswer: '没有这个选项，不算机会。请写选项前的字母。',
  inPublic: '这里大家都看得到，所以不算。请点卡片上的选项。',
  badQuiz: ({ maxQuestion, maxAnswer }) =>
    `没有发出：答题要有一个问题（最多 ${maxQuestion} 个字）和2到4个不同的答案（每个最多 ${maxAnswer} 个字），正确的写在最前，例如：1+1? 2 / 3 / 4`,
  readByAll: `没有发出：正确答案大家都看到了。请只发 ${slash('redpacket')}，点“更多玩法…”里的“答题”，再私聊发给我一道新的。`,
})

/** Words for quizzes. */
export const quizWords = inEveryLanguage(en, zh)
