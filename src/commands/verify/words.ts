import { notSentYet, unknownEnvelope } from '../envelope-words.js'
import { argumentWords } from '../framework/arguments/argument-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'Check that the shares were fixed before the first grab',
  example: '/verify 3fa94c01be',
  arguments: { number: argumentWords.en.envelope },
  say: {
    sealed: ({ no, commitment, time }: { no: string; commitment: string; time: string }) =>
      `The shares were fixed when this red packet was sent, and stay secret until it ends. Their fingerprint:\n${commitment}\nKeep it. After the end (${time} at the latest), /verify ${no} shows how to check it.`,
    /** At most 200 characters, for the answer to a tap. */
    sealedBrief: ({ no, commitment }: { no: string; commitment: string }) =>
      `The shares are fixed. Their fingerprint:\n${commitment}\nAfter the end, /verify ${no} shows how to check it.`,
    revealedBrief: ({ no }: { no: string }) =>
      `Nothing was changed: the shares match the fingerprint. Check it yourself with /verify ${no}`,
    brokenBrief: ({ no }: { no: string }) =>
      `THE SHARES DO NOT MATCH the fingerprint. Tell whoever runs this bot, and see /verify ${no}`,
    revealed: ({ line, commitment }: { line: string; commitment: string }) =>
      `Nothing was changed: the shares match the fingerprint from before the first grab. To check it yourself, run this in any shell:\n${line}\nIt must print:\n${commitment}`,
    broken: ({ line, commitment }: { line: string; commitment: string }) =>
      `THE SHARES DO NOT MATCH the fingerprint from before the first grab. Keep this message and tell whoever runs this bot. This shell line:\n${line}\nshould print:\n${commitment}`,
    notSentYet: notSentYet.en,
    unknown: unknownEnvelope.en,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '验证金额是不是开抢前就已定好',
  example: `${slash('verify')} 3fa94c01be`,
  arguments: { number: argumentWords.zh.envelope },
  say: {
    sealed: ({ no, commitment, time }) =>
      `每份金额在发出时就已定好，结束前保密。防作弊指纹：\n${commitment}\n可以先存下来。红包结束后（最晚 ${time}），再发 ${slash('verify')} ${no} 核对。`,
    sealedBrief: ({ no, commitment }) =>
      `每份金额都已定好，防作弊指纹：\n${commitment}\n红包结束后，发 ${slash('verify')} ${no} 核对。`,
    revealedBrief: ({ no }) =>
      `没有作弊：各份金额与开抢前的指纹一致。发 ${slash('verify')} ${no} 可以自己核对。`,
    brokenBrief: ({ no }) =>
      `金额与开抢前的指纹不符！请告诉机器人的运营者，并发 ${slash('verify')} ${no} 查看。`,
    revealed: ({ line, commitment }) =>
      `没有作弊：各份金额与开抢前的指纹一致。想自己核对，可以在终端运行：\n${line}\n应当输出：\n${commitment}`,
    broken: ({ line, commitment }) =>
      `金额与开抢前的指纹不符！请保留这条消息，并告诉机器人的运营者。验证命令：\n${line}\n本应输出：\n${commitment}`,
    notSentYet: notSentYet.zh,
    unknown: unknownEnvelope.zh(slash),
  },
})

export const words = inAllPlaces({ en: { name: 'verify', also: [] }, zh: { name: '验证', also: [] } }, en, zh)
