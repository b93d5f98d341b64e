import type { Setting } from "./setting_table.ts";
import * as z from "zod";

/**
 * Returns what a setting's value must be as words behind "must be", such as `a whole number of 1 or more`, read from
 * the bounds of its type.
 */
export function settingRule({ type, unit = "" }: Pick<Setting, "type" | "unit">): string {
  const { type: kind, enum: values, const: only, multipleOf, ...bounds } = jsonSchema(type);
  if (values) return values.length === 2 ? values.map(quoted).join(" or ") : `one of ${values.join(", ")}`;
  if (only !== undefined) return `${quoted(only)} or left out`;
  if (kind === "boolean") return "true or false";
  if (kind === "integer") {
    const number = `${multipleOf === 2 ? "an even" : "a whole"} number`;
    if (bounds.minimum === Number.MIN_SAFE_INTEGER) return number;
    return unit ? `${number} of ${unit}, ${bounds.minimum} or more` : `${number} of ${bounds.minimum} or more`;
  }
  if (kind === "number") return range(bounds, unit);
  return "a text or null";
}

function range({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: JsonSchema, unit: string): string {
  if (exclusiveMinimum !== undefined) return `above ${exclusiveMinimum}`;
  if (exclusiveMaximum !== undefined) return `from ${minimum} to below ${exclusiveMaximum}`;
  if (maximum !== undefined) return `${minimum} or more and at most ${maximum} ${unit}`.trimEnd();
  return `${minimum} or more`;
}

function quoted(value: string): string {
  return `"${value}"`;
}

/** The parts of a JSON schema that rules and flags read. */
export interface JsonSchema {
  type?: string | string[];
  enum?: string[];
  const?: string;
  multipleOf?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
}

/** Returns what a zod type says as a JSON schema. */
export function jsonSchema(type: z.ZodType): JsonSchema {
  return z.toJSONSchema(type, { io: "input" }) as JsonSchema;
}
