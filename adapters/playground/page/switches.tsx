import { playCoins, vibrate } from './coin-sound.js'
import { usePage } from './page.js'

interface SwitchesProps {
  readonly lively: boolean
  readonly onLively: (on: boolean) => void
  readonly sound: boolean
  readonly onSound: (on: boolean) => void
}

/** The visitor's switches; the browser remembers them. */
export function Switches({ lively, onLively, sound, onSound }: SwitchesProps) {
  const { words } = usePage()
  return (
    <fieldset class="switches">
      <legend>{words.switches.title}</legend>
      <Switch
        name="lively"
        label={words.switches.lively}
        hint={words.switches.livelyHint}
        on={lively}
        onSwitch={onLively}
      />
      <Switch
        name="sound"
        label={words.switches.sound}
        on={sound}
        onSwitch={(on) => {
          onSound(on)
          if (!on) return
          playCoins()
          vibrate(30)
        }}
      />
    </fieldset>
  )
}

interface SwitchProps {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly on: boolean
  readonly onSwitch: (on: boolean) => void
}

function Switch({ name, label, hint, on, onSwitch }: SwitchProps) {
  return (
    <label class="switch-row" title={hint}>
      <input
        type="checkbox"
        data-testid={`switch-${name}`}
        checked={on}
        onChange={({ currentTarget }) => onSwitch(currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  )
}
