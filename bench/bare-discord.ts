import { Client, DefaultRestOptions, Events, MessageFlags } from 'discord.js'
import { clientOptions } from '../adapters/discord/client-options.js'

/**
 * Baseline for the Discord bot: a stock client with the same options, and its own way of sending requests, that gives
 * every click the same answer and does nothing else.
 */
const options = clientOptions(process.env.DISCORD_API_ROOT)
const { makeRequest } = DefaultRestOptions
const client = new Client({ ...options, rest: { ...options.rest, makeRequest } })
client.on(Events.InteractionCreate, (interaction) => {
  if (interaction.isButton())
    void interaction.reply({ content: 'Thank you for your click.', flags: MessageFlags.Ephemeral })
})
process.on('SIGTERM', () => void client.destroy())
await client.login(process.env.DISCORD_TOKEN)
