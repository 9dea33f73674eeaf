import type { Theme } from '../../core/festivals.js'
import { chineseFestivals } from './chinese-festivals.js'
import type { CoverArt } from './cover-art.js'
import { otherFestivals } from './other-festivals.js'
import { circle, fill, line, ring } from './shapes.js'

/** Size of a cover, in pixels. */
export const COVER = { width: 1000, height: 500 } as const

/** Centre of the seal. */
export const SEAL = { x: 500, y: 322, r: 60 } as const

const FLAP = 'M0 0H1000V146C850 262 668 322 500 322C332 322 150 262 0 146Z'
const EDGE = 'M0 146C150 262 332 322 500 322C668 322 850 262 1000 146'

const ART: Readonly<Record<Theme, CoverArt>> = { ...chineseFestivals, ...otherFestivals }

/** Returns how a theme's cover looks. */
export function artOf(theme: Theme): CoverArt {
  return ART[theme]
}

/** Returns a theme's cover without its words, as SVG; of an own cover only what is drawn above the picture. */
export function coverSvg(theme: Theme, own?: object): string {
  const { body, flap, edge, seal, behind = '', before } = ART[theme]
  const drawing = 'drawing' in seal ? `<g transform="translate(${SEAL.x} ${SEAL.y})">${seal.drawing}</g>` : ''
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${COVER.width} ${COVER.height}" width="${COVER.width}" height="${COVER.height}"><defs>${[
    gradient('body', body),
    gradient('flap', flap),
    '<radialGradient id="seal" cx="0.38" cy="0.32" r="0.8"><stop offset="0" stop-color="#fff6d0"/><stop offset="0.45" stop-color="#f8d576"/><stop offset="1" stop-color="#d2922a"/></radialGradient>',
    '<radialGradient id="shine" cx="0.5" cy="0" r="0.9"><stop offset="0" stop-color="#ffffff" stop-opacity="0.24"/><stop offset="1" stop-color="#ffffff" stop-opacity="0"/></radialGradient>',
    veil(flap[1]),
  ].join('')}</defs>${[
    ...(own
      ? ['<rect width="1000" height="500" fill="url(#veil)"/>']
      : [
          '<rect width="1000" height="500" fill="url(#body)"/>',
          behind,
          ...[14, 9, 5].map(
            (drop) => `<g transform="translate(0 ${drop})">${fill(FLAP, '#000000', 0.1)}</g>`,
          ),
          `<path d="${FLAP}" fill="url(#flap)"/>`,
          `<path d="${FLAP}" fill="url(#shine)"/>`,
        ]),
    `<g transform="translate(0 -10)">${line(EDGE, edge, 1.5, 0.45)}</g>`,
    line(EDGE, edge, 4),
    ...(own ? [] : [before]),
    circle(SEAL.x, SEAL.y + 7, SEAL.r + 5, '#000000', 0.22),
    `<circle cx="${SEAL.x}" cy="${SEAL.y}" r="${SEAL.r}" fill="url(#seal)"/>`,
    ring(SEAL.x, SEAL.y, SEAL.r - 2, '#b9791f', 3),
    ring(SEAL.x, SEAL.y, SEAL.r - 9, '#b9791f', 1.6, 0.7),
    drawing,
  ].join('')}</svg>`
}

/** Lies over the top of an own picture in the colour of the flap, so that the words can be read on it. */
function veil(colour: string): string {
  const stops = [
    [0, 0.78],
    [0.42, 0.6],
    [0.7, 0.12],
    [1, 0],
  ].map(([offset, opacity]) => `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`)
  return `<linearGradient id="veil" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient>`
}

function gradient(id: string, [top, bottom]: readonly [string, string]): string {
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>`
}
