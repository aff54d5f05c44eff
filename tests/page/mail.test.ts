import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { translators } from '../../shared/text/every-language.ts'
import { mailDraft, type MailAbout } from '../../client/record/mail.ts'

// The draft of a mail is an address: whatever people called their network, a mail program reads it as it was meant.

const about: MailAbout = {
  network: 'Lerend netwerk "ontmoetingsplaatsen" & co: 100 % van ons? #1',
  number: 2,
  url: 'https://bord.example.org/r/AbC_-0123',
  reader: 'public',
}
/** As a mail program takes it apart. */
function opened(href: string): { to: string; subject: string; body: string } {
  const [, to = '', query = ''] = /^mailto:([^?]*)\?(.*)$/.exec(href) ?? []
  const fields = new Map(query.split('&').map((one) => one.split('=').map(decodeURIComponent) as [string, string]))
  expect([...fields.keys()]).toEqual(['subject', 'body'])
  return { to, subject: fields.get('subject') ?? '', body: fields.get('body') ?? '' }
}
const draft = (more: Partial<MailAbout> = {}, language: 'nl' | 'en' | 'fr' = 'nl') =>
  mailDraft({ ...about, ...more }, translators[language])

describe('the draft of a mail', () => {
  test.each(['nl', 'en', 'fr'] as const)(
    'says in %s what it is, to nobody, with the address on a line of its own',
    (language) => {
      for (const reader of ['group', 'public', 'other'] as const) {
        const { to, subject, body } = opened(draft({ reader }, language))
        expect(to).toBe('')
        expect(subject).toContain(about.network)
        expect(subject).toContain('2')
        expect(body.split('\r\n')).toContain(about.url)
        expect(body.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      }
    },
  )

  test('says how a link for more than titles is handled', () => {
    expect(opened(draft({ reader: 'other' })).body).toContain('alleen door aan wie het mag lezen')
    expect(opened(draft({ reader: 'public' })).body).not.toContain('mag lezen')
  })

  test('is under 1,800 characters of an address, whatever the network is called, and comes back as it was written', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom(
        '😀'.repeat(100),
        '你'.repeat(200),
        `\ud800${'a'.repeat(199)}`,
        '&body=iets%0D%0A',
        'twee\r\nregels',
        '',
        ' ',
      ),
    )
    fc.assert(
      fc.property(anything, fc.constantFrom('group', 'public', 'other'), (network, reader) => {
        const href = draft({ network, reader })
        expect(href.length).toBeLessThan(1_800)
        expect(href).toMatch(/^mailto:\?subject=[A-Za-z0-9%\-_.~]*&body=[A-Za-z0-9%\-_.~]*$/)
        const { subject, body } = opened(href)
        expect(subject).not.toMatch(/\p{Cc}/u)
        expect(body.split('\r\n')).toContain(about.url)
        const told = network
          .replace(/[\p{Cc}\s]+/gu, ' ')
          .replace(/\p{Surrogate}/gu, '')
          .trim()
        const said = subject.slice(subject.indexOf(': ') + 2)
        expect(said === told || (said.endsWith('…') && told.startsWith(said.slice(0, -1)))).toBe(true)
      }),
      { seed: 7, numRuns: 120 },
    )
  })

  test('keeps the address whole, and cuts off the title', () => {
    const url = `https://bord.example.org/r/${'x'.repeat(300)}`
    const { subject, body } = opened(draft({ network: '你'.repeat(200), url }))
    expect(subject).toMatch(/你…$/)
    expect(body.split('\r\n')).toContain(url)
  })
})
