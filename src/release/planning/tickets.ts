/** Moodle's tracker anywhere, the institution's own key in front, or a number: `MDL-1234`, `[UCL-12] …`, `#4711`. */
const TICKET = /\bMDL-\d+\b|^\W*[A-Z][A-Z0-9]+-\d+\b|#\d+\b/;

export function hasTicket(subject: string): boolean {
  return TICKET.test(subject);
}

/** Whether these people name a ticket in their subjects: more than half of them do. */
export function namesTickets(subjects: readonly string[]): boolean {
  return subjects.filter(hasTicket).length * 2 > subjects.length;
}
