import { assertEquals } from "@std/assert";
import { root } from "../../../lib/system/paths.ts";

Deno.test("lines of a library's start that nobody can act on are left out, and other errors stay", async () => {
  const lines = [
    "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR",
    "I0000 00:00:1795717426.316078   13686 cpu_feature_guard.cc:227] This binary is optimized",
    "E0000 00:00:1795717426.316078   13686 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA_ERROR_NO_DEVICE",
    "E0000 00:00:1795717426.316078   13686 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA_ERROR_UNKNOWN",
    "the last line",
  ];
  const code = `import { withoutStartUpLines } from "${root}/lib/tensorflow/backend/start_up_lines.ts";
    console.log(await withoutStartUpLines(async () => {
      for (const line of ${JSON.stringify(lines)}) console.error(line);
      return await 7;
    }));
    console.error("after it");`;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: ["eval", code], cwd: root }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  assertEquals(text(stdout), "7");
  assertEquals(text(stderr).split("\n"), [...lines.slice(3), "after it"]);
});
