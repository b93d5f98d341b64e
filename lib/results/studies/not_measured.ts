/** What is asked for was never measured here; the message names the command that measures it. */
export class NotMeasured extends Error {}
