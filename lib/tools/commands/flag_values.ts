import { InvalidArgumentError } from "commander";

/** Reads a number behind a flag. Throws if it is none. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) throw new InvalidArgumentError(`"${text}" is not a number.`);
  return value;
}

/** Collects the values of a flag that can be given more than once. */
export function collect(value: string, values: string[]): string[] {
  return [...values, value];
}
