import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { isOwnLayer, layersOf } from "./check_network.ts";

/**
 * Returns the SHA-256 of what a network computes: its layers with their settings and connections, and the code of
 * layers that are not tfjs' own. Names of layers, seeds and weights do not count: the same code builds the same network.
 */
export async function networkSha256(model: LayersModel): Promise<string> {
  const names = new Map<string, string>();
  const text = JSON.stringify(model.toJSON(null, false), (key, value) => {
    if (key === "seed") return undefined;
    if (typeof value !== "string") return value;
    return key === "name" ? names.getOrInsert(value, `layer ${names.size}`) : names.get(value) ?? value;
  });
  const code = [...new Set(layersOf(model).filter(isOwnLayer).map((layer) => String(layer.constructor)))];
  const bytes = new TextEncoder().encode([text, ...code].join("\n"));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
