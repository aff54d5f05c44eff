import { newStepId, newZoneId, type ZoneId } from '../model/ids.ts'
import type { Identity, Step, StepMode } from '../model/network.ts'
import { PRESENTERS, type Zone, type ZoneKind } from '../model/zone.ts'
import type { MessageKey } from './nl.ts'
import type { Translate } from './translate.ts'

/** The shipped templates: a series of five sessions, or one session by itself. */
export const TEMPLATES = ['series', 'single'] as const
export type TemplateName = (typeof TEMPLATES)[number]

/** The eight aspects along which a presenter tells about the own practice, in order. */
export const ASPECT_KEYS = [
  'aspect.vision',
  'aspect.frameworks',
  'aspect.goals',
  'aspect.activities',
  'aspect.communication',
  'aspect.setting',
  'aspect.works',
  'aspect.proud',
] as const satisfies readonly MessageKey[]

/** The zone a step is about, before it has an id. */
type ZoneRef = ZoneKind | 'host' | 'second'

interface StepPlan {
  readonly title: MessageKey
  readonly prompt: MessageKey
  readonly mode: StepMode
  readonly minutes: number
  readonly zone: ZoneRef | null
  /** In a small group an organisation is a name: what one expects and what touched one bears neither. */
  readonly identity: Identity
}

const step = (
  title: MessageKey,
  prompt: MessageKey,
  mode: StepMode,
  minutes: number,
  zone: ZoneRef | null,
  identity: Identity = 'name',
): StepPlan => ({
  title,
  prompt,
  mode,
  minutes,
  zone,
  identity,
})

// Three hours, minute by minute. The steps of each kind of session add up to 180.
const WELCOME = step('step.arrival', 'step.arrival.prompt', 'talk', 10, null)
const FIRST_LOOK = step('step.welcome', 'step.welcome.first', 'talk', 10, null)
const LOOK_BACK = step('step.lookBack', 'step.lookBack.prompt', 'talk', 10, null)
const CHECK_IN = step('step.checkIn', 'step.checkIn.prompt', 'talk', 10, null)
const HOST = step('step.host', 'step.presentation.prompt', 'open', 35, 'host', 'organisation')
const SECOND = step('step.second', 'step.presentation.prompt', 'open', 20, 'second', 'organisation')
const BREAK = step('step.break', 'step.break.prompt', 'pause', 15, null)
const EXPECTATIONS = step('step.expectations', 'step.expectations.prompt', 'silent', 35, 'expectations', 'nobody')
const HALFWAY = step('step.halfway', 'step.halfway.prompt', 'talk', 10, 'expectations')
const JUDGEMENT = step('step.judgement', 'step.judgement.prompt', 'talk', 20, 'expectations')
const REFLECTION = step('step.reflection', 'step.reflection.prompt', 'silent', 15, 'reflection', 'nobody')
const CROSS = step('step.cross', 'step.cross.prompt', 'open', 15, 'crossPollination', 'organisation')
const CLUSTER = step('step.cluster', 'step.cluster.prompt', 'cluster', 15, null)
// Blind dots first; what is written about the chosen theme comes after.
const DEEPEN = step('step.deepen', 'step.deepen.prompt', 'vote', 20, null)
const COMMITMENTS = step('step.commitments', 'step.commitments.prompt', 'talk', 7, null)
const CHECK_OUT = step('step.checkOut', 'step.checkOut.prompt', 'talk', 8, null)

const shorter = (plan: StepPlan, minutes: number): StepPlan => ({ ...plan, minutes })

const FIRST = [WELCOME, FIRST_LOOK, CHECK_IN, HOST, SECOND, BREAK, EXPECTATIONS, CROSS, CLUSTER, COMMITMENTS, CHECK_OUT]
const MIDDLE = [
  WELCOME,
  LOOK_BACK,
  CHECK_IN,
  HOST,
  SECOND,
  BREAK,
  REFLECTION,
  CROSS,
  CLUSTER,
  DEEPEN,
  COMMITMENTS,
  CHECK_OUT,
]
const THIRD = MIDDLE.flatMap((plan) => (plan === DEEPEN ? [HALFWAY, shorter(DEEPEN, 10)] : [plan]))
const LAST = MIDDLE.map((plan) => (plan === DEEPEN ? JUDGEMENT : plan))

interface SessionPlan {
  readonly steps: readonly StepPlan[]
  /** Where expectations are gathered; in the other sessions they stay visible, and locked. */
  readonly asksExpectations: boolean
}

const SESSIONS: Record<TemplateName, readonly SessionPlan[]> = {
  series: [
    { steps: FIRST, asksExpectations: true },
    { steps: MIDDLE, asksExpectations: false },
    { steps: THIRD, asksExpectations: false },
    { steps: MIDDLE, asksExpectations: false },
    { steps: LAST, asksExpectations: false },
  ],
  single: [{ steps: FIRST, asksExpectations: true }],
}

/** How many sessions a template makes. */
export const sessionsIn = (template: TemplateName): number => SESSIONS[template].length

/**
 * Zones and agenda of session `number` (from 1) in the words of `t`, with new ids.
 * A session beyond the template's last is made like the middle ones.
 */
export function sessionFromTemplate(
  template: TemplateName,
  number: number,
  t: Translate,
): { zones: Zone[]; agenda: Step[] } {
  const plan = SESSIONS[template][number - 1] ?? { steps: MIDDLE, asksExpectations: false }
  const zones = templateZones(plan, t)
  return { zones, agenda: plan.steps.map((wanted) => agendaStep(wanted, zones, t)) }
}

function templateZones({ asksExpectations }: SessionPlan, t: Translate): Zone[] {
  const zones: Omit<Zone, 'order'>[] = [
    {
      id: newZoneId(),
      kind: 'expectations',
      title: t('zone.expectations'),
      prompt: t('step.expectations.prompt'),
      hidden: false,
      locked: !asksExpectations,
    },
    ...PRESENTERS.flatMap((presenter) =>
      ASPECT_KEYS.map((key) => ({
        id: newZoneId(),
        kind: 'presentation' as const,
        title: t(key),
        aspect: t(key),
        presenter,
        prompt: t('step.presentation.prompt'),
        hidden: false,
        locked: false,
      })),
    ),
    {
      id: newZoneId(),
      kind: 'reflection',
      title: t('zone.reflection'),
      prompt: t('step.reflection.prompt'),
      hidden: asksExpectations,
      locked: false,
    },
    {
      id: newZoneId(),
      kind: 'crossPollination',
      title: t('zone.crossPollination'),
      prompt: t('step.cross.prompt'),
      hidden: false,
      locked: false,
    },
    {
      id: newZoneId(),
      kind: 'parked',
      title: t('zone.parked'),
      prompt: t('zone.parked.prompt'),
      hidden: false,
      locked: false,
    },
  ]
  return zones.map((zone, order) => ({ ...zone, order }))
}

function agendaStep(plan: StepPlan, zones: readonly Zone[], t: Translate): Step {
  return {
    id: newStepId(),
    title: t(plan.title),
    mode: plan.mode,
    minutes: plan.minutes,
    zone: zoneOf(plan.zone, zones),
    identity: plan.identity,
    prompt: t(plan.prompt),
  }
}

function zoneOf(ref: ZoneRef | null, zones: readonly Zone[]): ZoneId | null {
  if (ref === null) return null
  const found = zones.find((zone) => (ref === 'host' || ref === 'second' ? zone.presenter === ref : zone.kind === ref))
  return found?.id ?? null
}
