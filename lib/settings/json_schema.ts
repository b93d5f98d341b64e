import * as z from "zod";

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
