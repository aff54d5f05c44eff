import type { OrganisationId, SessionId } from '../../../shared/model/ids.ts'
import type { Network } from '../../../shared/model/network.ts'
import { FEWEST_ANSWERS, SHOWN_TO, type Commitment, type ShownTo, type TakeHome } from '../../../shared/model/series.ts'
import type { CommitmentInfo, OrganisationPage, SeriesInfo, TakeHomeInfo } from '../../../shared/wire/series.ts'
import type { Visitor } from '../../access/visitor.ts'
import type { StoredMember, StoredSession } from '../../storage/storage.ts'
import { readBoard } from '../board-access.ts'
import { isRefusal } from '../change-session.ts'
import type { House } from '../house.ts'
import { aspectsOf } from './aspects.ts'
import { digestOf, heardOf, saidOf, wordsOf, type Seen } from './digest.ts'
import { isTheirs, type Speaker } from './pledges.ts'

// What is said about a series, as one person may see it.

type Person = Exclude<Visitor, { role: 'wall' }>

export const speakerOf = ({ role, member }: Person): Speaker =>
  role === 'facilitator' ? null : { organisation: member.organisation }

/** @param of `said`: no board is read; words of notes and what the boards hold are left out. */
export async function seriesInfo(
  house: House,
  network: Network,
  visitor: Person,
  of: 'all' | 'said',
): Promise<SeriesInfo> {
  const { version, series } = await house.storage.findSeries(network.id)
  const sessions = await house.storage.sessionsOf(network.id)
  const all = of === 'all' ? await seenBoards(house, network, sessions) : []
  const boards = new Map(all.map((seen) => [seen.session.id, seen]))
  const me = visitor.member.id
  const isFacilitator = visitor.role === 'facilitator'
  const { aspects: _aspects, substitutes, summary, about, ...rest } = series
  const reads = (...levels: readonly ShownTo[]) =>
    isFacilitator || levels.some((level) => series.published.includes(level))
  return {
    ...rest,
    version,
    // What is written of the record is nobody's to read before the record is.
    summary: reads('group', 'organisation') ? summary : '',
    about: reads(...SHOWN_TO) ? about : '',
    aspects: aspectsOf(series, sessions),
    expectations: series.expectations.map(({ judgement, ...expectation }, i) => ({
      ...expectation,
      number: i + 1,
      judgement: judgement && {
        ...judgement,
        notes: judgement.notes.map((ref) => ({ ...ref, text: wordsOf(boards, ref.session, ref.note) })),
      },
    })),
    ties: series.ties.map(({ by, ...tie }) => ({
      ...tie,
      mine: by === me,
      text: wordsOf(boards, tie.session, tie.target),
    })),
    takeHomes: series.takeHomes.map((one) => takeHomeInfo(one, visitor, boards)),
    commitments: series.commitments.map((one) => commitmentInfo(one, visitor)),
    checks: series.checks.map(({ session, counts, answered }) => {
      const answers = counts.reduce((sum, count) => sum + count, 0)
      return { session, answers, counts: answers < FEWEST_ANSWERS ? null : counts, mine: answered.includes(me) }
    }),
    ...(isFacilitator && { substitutes }),
    sessions: all.map((seen) => digestOf(seen, house.now())),
    ...(isFacilitator &&
      of === 'all' && {
        heard: heardOf(
          all,
          network.organisations.map(({ id }) => id).filter((id) => !series.left.includes(id)),
        ),
      }),
  }
}

/** What was said of one organisation, for itself. */
export async function organisationPage(
  house: House,
  network: Network,
  visitor: Person,
  organisation: OrganisationId,
): Promise<OrganisationPage> {
  const { series } = await house.storage.findSeries(network.id)
  const all = await seenBoards(house, network, await house.storage.sessionsOf(network.id))
  const boards = new Map(all.map((seen) => [seen.session.id, seen]))
  const info = (list: readonly TakeHome[]) => list.map((one) => takeHomeInfo(one, visitor, boards))
  return {
    organisation,
    presented: saidOf(all, organisation, network.showOrganisation.presentation),
    given: info(series.takeHomes.filter(({ from }) => from.includes(organisation))),
    taken: info(series.takeHomes.filter(({ to }) => to.includes(organisation))),
    commitments: series.commitments
      .filter(({ who }) => who.includes(organisation))
      .map((one) => commitmentInfo(one, visitor)),
  }
}

const takeHomeInfo = (one: TakeHome, visitor: Person, boards: ReadonlyMap<SessionId, Seen>): TakeHomeInfo => ({
  ...one,
  mine: isTheirs(speakerOf(visitor), one.to),
  text: wordsOf(boards, one.session, one.target),
})

const commitmentInfo = (one: Commitment, visitor: Person): CommitmentInfo => ({
  ...one,
  mine: isTheirs(speakerOf(visitor), one.who),
})

async function seenBoards(house: House, network: Network, sessions: readonly StoredSession[]): Promise<Seen[]> {
  const members = new Map((await house.storage.membersOf(network.id)).map((member) => [member.id, member]))
  const seen: Seen[] = []
  // One after the other: who writes on a board that is open goes in between.
  for (const session of sessions) {
    const [board, attendance] = await Promise.all([
      readBoard(house, session.id),
      house.storage.attendanceOf(session.id),
    ])
    const came = attendance.flatMap(({ participant }): StoredMember[] => {
      const member = members.get(participant)
      return member ? [member] : []
    })
    if (board !== 'session-unknown') seen.push({ session, board: isRefusal(board) ? null : board, came })
  }
  return seen
}
