/** Pitches of two struck coins, in hertz. */
const COINS = [1_318.5, 1_975.5]
/** Time from one coin to the next, and how long each rings, in seconds. */
const APART = 0.09
const RINGS = 0.45
const LOUDNESS = 0.12

let speaker: AudioContext | undefined

/** Plays two coins, made of sine waves. Does nothing where the browser has no sound. */
export function playCoins(): void {
  if (!('AudioContext' in globalThis)) return
  speaker ??= new AudioContext()
  void speaker.resume()
  for (const [index, pitch] of COINS.entries()) ring(speaker, pitch, speaker.currentTime + index * APART)
}

function ring(audio: AudioContext, pitch: number, at: number): void {
  const volume = audio.createGain()
  volume.gain.setValueAtTime(LOUDNESS, at)
  volume.gain.exponentialRampToValueAtTime(0.0001, at + RINGS)
  volume.connect(audio.destination)
  const wave = audio.createOscillator()
  wave.frequency.value = pitch
  wave.connect(volume)
  wave.start(at)
  wave.stop(at + RINGS)
}

/** Vibrates a phone in this pattern, in milliseconds. Other devices ignore it. */
export function vibrate(...pattern: number[]): void {
  navigator.vibrate?.(pattern)
}
