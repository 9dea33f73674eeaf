import { chinese } from '../../i18n/chinese.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'Admins: put your own picture on red packets',
  example: '/cover',
  arguments: {
    picture: {
      name: 'picture',
      about: 'PNG, JPEG or WebP, up to 8 MB; leave it out to see the current cover',
      label: 'Picture',
      ask: 'Send a picture: PNG, JPEG or WebP, up to 8 MB, ideally twice as wide as high.',
    },
    remove: { name: 'remove', about: 'Go back to the standard covers', typed: ['remove'] },
  },
  form: { title: 'Red packet cover', submit: 'Use this picture' },
  say: {
    none: 'Red packets here have the standard covers. Admins can put their own picture on them.',
    now: 'This is the cover of the red packets here.',
    set: 'Red packets here now have this cover. Cards already posted keep theirs.',
    removed: 'Red packets here have the standard covers again.',
    textOnly: 'Pictures are switched off in the settings, so cards are text only.',
    choose: 'Choose a picture',
    remove: 'Remove',
    sample: ({ name }: { name: string }) => `${name} sent a red packet`,
    alt: 'Preview of a red packet with your cover',
    notNow: 'The cover hasn’t changed: I can’t open pictures right now. Try again in a few minutes.',
    unfit: {
      no_picture: 'The cover hasn’t changed: this isn’t a PNG, JPEG or WebP picture.',
      broken: 'The cover hasn’t changed: this picture is damaged or incomplete.',
      too_small: 'The cover hasn’t changed: the picture needs at least 400 × 200 pixels.',
      too_large: 'The cover hasn’t changed: the picture has more than 16 megapixels or 16,000 pixels a side.',
      too_many_bytes: 'The cover hasn’t changed: the file is more than 8 MB.',
    },
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '管理员：自定义红包封面',
  example: slash('cover'),
  arguments: {
    picture: {
      name: '图片',
      about: 'PNG、JPEG 或 WebP 图片，不超过8 MB；不选就查看当前封面',
      label: '图片',
      ask: '请发一张图片：PNG、JPEG 或 WebP，不超过8 MB，宽是高的两倍效果最好。',
    },
    remove: { name: '删除', about: '恢复默认封面', typed: ['删除'] },
  },
  form: { title: '红包封面', submit: '使用' },
  say: {
    none: '这里的红包用的是默认封面，管理员可以换成自己的图片。',
    now: '这里的红包现在用这个封面。',
    set: '红包封面已更换，之前发的红包不变。',
    removed: '已恢复默认封面。',
    textOnly: '设置里关了图片，红包只发文字，看不到封面。',
    choose: '选择图片',
    remove: '删除封面',
    sample: ({ name }) => chinese`${name}发了一个红包`,
    alt: '红包封面预览',
    notNow: '封面没有更换：暂时无法处理图片，请过几分钟再试。',
    unfit: {
      no_picture: '封面没有更换：这不是 PNG、JPEG 或 WebP 图片。',
      broken: '封面没有更换：图片已损坏或不完整。',
      too_small: '封面没有更换：图片至少要400×200像素。',
      too_large: '封面没有更换：图片超过1600万像素，或一边超过16000像素。',
      too_many_bytes: '封面没有更换：文件超过8 MB。',
    },
  },
})

export const words = inAllPlaces(
  { en: { name: 'cover', also: [] }, zh: { name: '封面', also: ['红包封面'] } },
  en,
  zh,
)
