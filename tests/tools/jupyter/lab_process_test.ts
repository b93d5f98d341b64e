import { assert, assertEquals } from "@std/assert";
import { startLab } from "../../support/lab_server.ts";
import { canSeeProcesses, childrenOf } from "../../support/child_processes.ts";
import { withKernel } from "../../support/notebook_kernel.ts";

Deno.test("lab wants its token, listens on loopback alone, and Ctrl-C ends it with its kernels", {
  ignore: !canSeeProcesses,
}, async () => {
  const { process, address } = await startLab();
  const api = (path: string, options: RequestInit = {}) =>
    fetch(`${address.origin}/api/${path}`, {
      ...options,
      headers: { authorization: `token ${address.searchParams.get("token")}` },
    });
  const locked = await fetch(`${address.origin}/api/kernels`);
  await locked.body?.cancel();
  assertEquals(locked.status, 403);
  assertEquals(address.hostname, "127.0.0.1");

  const started = await api("kernels", { method: "POST", body: JSON.stringify({ name: "deno" }) });
  assertEquals([started.status, (await started.json()).name], [201, "deno"]);
  const [server] = await childrenOf(process.pid);
  const kernels = await childrenOf(server);
  assert(kernels.length > 0);

  process.kill("SIGINT");
  const { code } = await process.status;
  assertEquals(code, 0);
  for (const kernel of kernels) {
    assertEquals(await Deno.stat(`/proc/${kernel}`).then(() => "alive", () => "ended"), "ended");
  }
});

Deno.test("in the kernel, har is the library, and Tab lists what it exports", () =>
  withKernel(async (kernel) => {
    const { status, text } = await kernel.execute('import * as har from "har";');
    assertEquals(status, "ok", text);
    const found = (await kernel.complete("har.")).map((match) => match.replace(/^har\./, ""));
    for (const name of ["peoplePlot", "runLive", "articleSettings", "checkSettings"]) {
      assertEquals(found.includes(name), true, `${name} is missing among ${found}`);
    }
  }));
