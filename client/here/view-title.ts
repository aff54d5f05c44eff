import type { ThemeId } from '../../shared/model/ids.ts'
import type { View } from '../../shared/model/network.ts'
import type { LiveSession } from '../live/session.svelte.ts'
import { t } from '../ui/words.svelte.ts'

/** What a view is called; null for what is not there, or hidden. */
export function viewTitle(session: LiveSession, view: View): string | null {
  switch (view.kind) {
    case 'zone': {
      const zone = session.zone(view.zone)
      return zone && !zone.hidden ? zone.title : null
    }
    case 'theme':
      return session.board.themes.get(view.theme as ThemeId)?.theme.title ?? null
    case 'step':
      return session.state?.session.agenda.find(({ id }) => id === session.state?.step?.id)?.title ?? null
    case 'vote':
      return session.state?.vote ? t('here.vote') : null
    case 'record':
      return t('here.record')
    case 'overview':
      return t('here.overview')
    case 'code':
      return null
  }
}
