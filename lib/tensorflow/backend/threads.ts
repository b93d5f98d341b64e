/** Returns how many threads TensorFlow may use on a CPU: one for each core, unless its own variable says otherwise. */
export function threads(): number {
  return Number(Deno.env.get("TF_NUM_INTRAOP_THREADS")) || navigator.hardwareConcurrency;
}
