import { ApiError, allComponents, type SentComponent, type SentMessage, snowflake, V2 } from './shapes.js'

/** A file of a multipart request. */
export interface SentFile {
  /** `files[0]` and so on. */
  field: string
  name: string
  type: string
  bytes: Uint8Array
}

/** A file of a message. */
export interface FakeAttachment {
  readonly id: string
  readonly filename: string
  readonly description: string | undefined
  readonly contentType: string
  readonly bytes: Uint8Array
}

const MAX_BYTES = 10 * 1024 * 1024
const MAX_DESCRIPTION = 1_024
const REFERENCE = /^attachment:\/\/(.+)$/

/** The faults of a message's files, and the attachments that it has when there are none. */
export interface CheckedAttachments {
  readonly attachments: readonly FakeAttachment[]
  readonly faults: readonly string[]
}

/** Reads the files of a message. `before`: attachments of a message that is edited; those that it doesn't name are lost. */
export function checkedAttachments(
  sent: SentMessage,
  flags: number,
  files: readonly SentFile[],
  before: readonly FakeAttachment[] = [],
): CheckedAttachments {
  if (files.some(({ bytes }) => bytes.length > MAX_BYTES))
    throw new ApiError(413, 40005, 'Request entity too large')
  const faults: string[] = []
  const kept = files.length === 0 && sent.attachments === undefined ? [...before] : []
  const named: NonNullable<SentMessage['attachments']> =
    sent.attachments ?? files.map((_, index) => ({ id: index }))
  for (const { id, filename, description } of named) {
    if ((description?.length ?? 0) > MAX_DESCRIPTION) faults.push(`attachment ${id}: description too long`)
    const old = before.find((each) => each.id === String(id))
    const file = files.find(({ field }) => field === `files[${id}]`)
    if (old) kept.push({ ...old, description: description ?? old.description })
    else if (!file) faults.push(`attachments: there is no file and no attachment ${id}`)
    else if (file.bytes.length === 0) faults.push(`${file.field}: is empty`)
    else
      kept.push({
        id: snowflake(),
        filename: filename ?? file.name,
        description,
        contentType: file.type,
        bytes: file.bytes,
      })
  }
  if (flags & V2 && sent.components) faults.push(...galleryFaults(sent.components, kept))
  return { attachments: kept, faults }
}

/** Every picture is of an attachment, and every attachment is in a picture: a message of components shows no others. */
function galleryFaults(
  components: readonly SentComponent[],
  attachments: readonly FakeAttachment[],
): string[] {
  const faults: string[] = []
  const shown = new Set<string>()
  for (const { type, items = [] } of allComponents(components)) {
    if (type !== 12) continue
    for (const { media, description } of items) {
      const name = REFERENCE.exec(media?.url ?? '')?.[1]
      if (!attachments.some(({ filename }) => filename === name))
        faults.push(`media gallery: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND ${media?.url}`)
      if ((description?.length ?? 0) > MAX_DESCRIPTION) faults.push('media gallery: description too long')
      if (name !== undefined) shown.add(name)
    }
  }
  for (const { filename } of attachments)
    if (!shown.has(filename)) faults.push(`attachments: no component shows ${filename}`)
  return faults
}

/** Attachments in API format. */
export function attachmentsApi(attachments: readonly FakeAttachment[]): unknown[] {
  return attachments.map(({ id, filename, description, contentType, bytes }) => ({
    ...{ id, filename, size: bytes.length, content_type: contentType },
    ...(description !== undefined && { description }),
    url: `https://cdn.invalid/${id}/${filename}`,
    proxy_url: `https://media.invalid/${id}/${filename}`,
  }))
}
