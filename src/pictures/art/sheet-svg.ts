import type { Theme } from '../../core/festivals.js'
import { PAPER, WIDTH } from '../paper.js'
import { artOf } from './cover-svg.js'
import { circle, cloud, coin, fill, line, ring, sparkle } from './shapes.js'

/** Height of a sheet's flap with its seal, in pixels. */
export const FLAP_HEIGHT = 306

/** Centre and size of the seal. */
export const SHEET_SEAL = { x: 500, y: 252, r: 40 } as const

const FLAP = 'M0 0H1000V164C850 224 668 252 500 252C332 252 150 224 0 164Z'
const EDGE = 'M0 164C150 224 332 252 500 252C668 252 850 224 1000 164'
/** The cover's drawings on a seal have a radius of about 34 on one of 60. */
const SEAL_SCALE = SHEET_SEAL.r / 60

/** Returns the top of a sheet without its words, as SVG: the paper below needs no drawing, and its memory neither. */
export function sheetSvg(theme: Theme): string {
  const { flap, edge, seal } = artOf(theme)
  const { x, y, r } = SHEET_SEAL
  const drawing =
    'drawing' in seal ? `<g transform="translate(${x} ${y}) scale(${SEAL_SCALE})">${seal.drawing}</g>` : ''
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${FLAP_HEIGHT}" width="${WIDTH}" height="${FLAP_HEIGHT}"><defs>${[
    `<linearGradient id="flap" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${flap[0]}"/><stop offset="1" stop-color="${flap[1]}"/></linearGradient>`,
    '<radialGradient id="seal" cx="0.38" cy="0.32" r="0.8"><stop offset="0" stop-color="#fff6d0"/><stop offset="0.45" stop-color="#f8d576"/><stop offset="1" stop-color="#d2922a"/></radialGradient>',
    '<radialGradient id="shine" cx="0.5" cy="0" r="0.9"><stop offset="0" stop-color="#ffffff" stop-opacity="0.22"/><stop offset="1" stop-color="#ffffff" stop-opacity="0"/></radialGradient>',
  ].join('')}</defs>${[
    `<rect width="${WIDTH}" height="${FLAP_HEIGHT}" fill="${PAPER}"/>`,
    ...[12, 8, 4].map((drop) => `<g transform="translate(0 ${drop})">${fill(FLAP, '#5a2a10', 0.07)}</g>`),
    `<path d="${FLAP}" fill="url(#flap)"/>`,
    `<path d="${FLAP}" fill="url(#shine)"/>`,
    `<g transform="translate(0 -10)">${line(EDGE, edge, 1.5, 0.45)}</g>`,
    line(EDGE, edge, 4),
    cloud(92, 74, 0.62, edge, 0.5),
    cloud(908, 74, 0.62, edge, 0.5, true),
    coin(70, 140, 22, 8),
    coin(114, 158, 17, -14),
    coin(930, 140, 22, -10),
    coin(886, 158, 17, 16),
    sparkle(150, 128, 9, '#fff1b8', 0.8),
    sparkle(850, 128, 9, '#fff1b8', 0.8),
    sparkle(40, 104, 7, '#fff1b8', 0.8),
    sparkle(960, 104, 7, '#fff1b8', 0.8),
    circle(x, y + 5, r + 4, '#000000', 0.2),
    `<circle cx="${x}" cy="${y}" r="${r}" fill="url(#seal)"/>`,
    ring(x, y, r - 2, '#b9791f', 2.4),
    ring(x, y, r - 7, '#b9791f', 1.2, 0.7),
    drawing,
  ].join('')}</svg>`
}
