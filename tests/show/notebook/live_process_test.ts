import { assertEquals } from "@std/assert";
import { root } from "../../../lib/system/paths.ts";
import { runPython } from "../../../lib/system/run_command.ts";

const cells = `
import { articleNetwork, checkSettings, trainLive, windowTensors, splitWindows, backend } from "har";
import { syntheticWindows } from "${root}/lib/data/windows/synthetic_windows.ts";
const tf = await backend();
const frame = syntheticWindows({ subjects: 4, seconds: 8 });
const split = splitWindows(frame, "random");
const data = await windowTensors(frame, split.train);
const model = articleNetwork({ channels: [4, 8], cardinality: 2 });
`;

/** Starts the kernel, trains for ever, interrupts after some pictures, and asks the kernel what it still knows. */
const driver = `
import json, sys, time
from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="deno", startup_timeout=60, cwd=sys.argv[1])
outputs = []

def cell(code, on_output=lambda message: None):
    def hook(message):
        outputs.append(message["msg_type"])
        on_output(message)
    reply = client.execute_interactive(code, timeout=90, output_hook=hook)
    return reply["content"]["status"]

pictures = []

def interrupt_after_three(message):
    if message["msg_type"] in ("display_data", "update_display_data"):
        pictures.append(message["content"]["data"]["text/plain"])
        if len(pictures) == 3:
            manager.interrupt_kernel()

answer = []
status = [cell(sys.stdin.read())]
# Pressed while no cell runs: before the training, and again after it.
manager.interrupt_kernel()
time.sleep(1)
started = time.time()
status.append(cell("const trained = await trainLive(model, data, split, { settings: checkSettings({ epochs: 100000, batch: 16 }) });", interrupt_after_three))
seconds = time.time() - started
manager.interrupt_kernel()
time.sleep(1)
manager_alive = manager.is_alive()
# The answer is waited for by itself: Deno's kernel may send an output after it said that it is idle.
client.execute("console.log(JSON.stringify([trained.stopped, tf.memory().numTensors > 0]))")
while not answer:
    text = client.get_iopub_msg(timeout=30)["content"].get("text", "").strip()
    if text.startswith("["):
        answer.append(text)
manager.shutdown_kernel(now=True)
print(json.dumps({
    "status": status,
    "alive": manager_alive,
    "quick": seconds < 60,
    "answer": answer,
    "kinds": sorted(set(kind for kind in outputs if "display" in kind)),
}))
`;

Deno.test("Interrupt ends a training cell and does nothing while no cell runs; the kernel and its variables live", async () => {
  const script = await Deno.makeTempFile({ suffix: ".py" });
  const input = await Deno.makeTempFile();
  await Deno.writeTextFile(input, cells);
  await Deno.writeTextFile(script, driver.replace("sys.stdin.read()", `open(${JSON.stringify(input)}).read()`));
  const { output } = await runPython([script, `${root}/notebooks`]);
  const answer = JSON.parse(
    output.split("\n").find((line) => line.startsWith("{")) ?? `{"output": ${JSON.stringify(output)}}`,
  );
  assertEquals(answer, {
    status: ["ok", "ok"],
    alive: true,
    quick: true,
    answer: ["[true,true]"],
    kinds: ["display_data", "update_display_data"],
  });
  await Deno.remove(script);
  await Deno.remove(input);
});
