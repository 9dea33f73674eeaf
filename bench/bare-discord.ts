import { Client, Events, MessageFlags } from 'discord.js'
import { clientOptions } from '../adapters/discord/client-options.js'

/**
 * Baseline for the Discord bot: a stock client with the same options that gives every click the same answer and does
 * nothing else.
 */
const client = new Client(clientOptions(process.env.DISCORD_API_ROOT))
client.on(Events.InteractionCreate, (interaction) => {
  if (interaction.isButton())
    void interaction.reply({ content: 'Thank you for your click.', flags: MessageFlags.Ephemeral })
})
process.on('SIGTERM', () => void client.destroy())
await client.login(process.env.DISCORD_TOKEN)
