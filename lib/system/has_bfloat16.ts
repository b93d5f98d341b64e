/** What processors call their arithmetic in bfloat16: AVX-512's, AMX's, and that of arm64. */
const flags = /\b(avx512_bf16|amx_bf16|bf16)\b/;

/** Tells whether this processor computes in bfloat16, as Linux tells; elsewhere it is not known, and counts as no. */
export function hasBfloat16(): boolean {
  return Deno.build.os === "linux" && flags.test(Deno.readTextFileSync("/proc/cpuinfo"));
}
