import { argumentWords } from '../argument-words.js'
import { unknownEnvelope } from '../envelope-words.js'
import type { Slash } from '../slash.js'
import { inAllPlaces } from '../words.js'

const en = {
  about: 'Check that the shares were fixed before anybody grabbed',
  example: '/verify 3fa94c01be',
  arguments: { envelope: argumentWords.en.envelope },
  say: {
    sealed: ({ no, commitment, time }: { no: string; commitment: string; time: string }) =>
      `Red packet ${no} is still open, so its shares stay secret. They were fixed when it was sent, and this is their SHA-256 digest:\n${commitment}\nWhen it has ended (${time} at the latest), /verify ${no} shows everything that goes into the digest.`,
    revealed: ({ no, line, commitment }: { no: string; line: string; commitment: string }) =>
      `Red packet ${no} was not changed: its shares give the digest that stood on the card from the beginning. Check it yourself in any shell:\n${line}\nIt must print:\n${commitment}`,
    broken: ({ no, line, commitment }: { no: string; line: string; commitment: string }) =>
      `RED PACKET ${no} DOES NOT MATCH its digest. Tell whoever runs this bot, and keep this message. The shell line is:\n${line}\nIt should print:\n${commitment}`,
    unknown: unknownEnvelope.en,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '验证金额在开抢前就已定好',
  example: `${slash('verify')} 3fa94c01be`,
  arguments: { envelope: argumentWords.zh.envelope },
  say: {
    sealed: ({ no, commitment, time }) =>
      `红包 ${no} 还没结束，各份金额暂时保密。金额在发出时就已定好，这是它们的 SHA-256 指纹：\n${commitment}\n红包结束后（最晚 ${time}），再发 ${slash('verify')} ${no} 就能看到计算指纹的全部内容。`,
    revealed: ({ no, line, commitment }) =>
      `红包 ${no} 没有被改动过：各份金额算出的指纹，与一开始卡片上的一致。你可以在任意终端自己验证：\n${line}\n应当输出：\n${commitment}`,
    broken: ({ no, line, commitment }) =>
      `红包 ${no} 与指纹不符！请保留这条消息，并告诉机器人的运营者。验证命令：\n${line}\n本应输出：\n${commitment}`,
    unknown: unknownEnvelope.zh(slash),
  },
})

export const words = inAllPlaces({ en: { name: 'verify', also: [] }, zh: { name: '验证', also: [] } }, en, zh)
