/**
 * Measures what only an NVIDIA GPU shows, the most valuable first; it needs no network. Each step is a process of its own
 * with an end, and leaves what it says in a file.
 *
 * Usage: data/setup/deno run -A tests/gpu/measure.ts RESULTS PYTHON
 *
 * PYTHON is one that has PyTorch for the GPU.
 */
import { checkSettings } from "../../lib/settings/experiment_settings.ts";

/** What is measured, where and in how many seconds at most. */
interface Step {
  name: string;
  seconds: number;
  env?: Record<string, string>;
  run(results: string, python: string): Promise<unknown>;
}

const benchCommand = async (
  ...of: Parameters<typeof import("../../lib/tools/commands/bench_command.ts").benchCommand>
) => await (await import("../../lib/tools/commands/bench_command.ts")).benchCommand(...of);
const article = (precision: "float32" | "bfloat16" = "float32") => async (results: string) => {
  const { runExperiment } = await import("../../lib/results/runs/run_experiment.ts");
  const began = performance.now();
  const { trainingSeconds, test } = await runExperiment(checkSettings({ epochs: 50, precision }), {
    runs: `${results}/runs`,
  });
  const seconds = (performance.now() - began) / 1000;
  console.log(JSON.stringify({ seconds, trainingSeconds, accuracy: test.accuracy }));
};

const steps: Step[] = [
  {
    name: "device",
    seconds: 60,
    run: async () => console.log(await (await import("../../lib/tensorflow/backend/backend.ts")).device()),
  },
  { name: "profile", seconds: 60, run: () => benchCommand(["profile"]) },
  { name: "article", seconds: 100, run: article() },
  { name: "article-xla", seconds: 100, env: { HAR_XLA: "1" }, run: article() },
  {
    name: "peers",
    seconds: 240,
    run: (to, peersPython) => benchCommand(["train", "infer"], { to, peers: true, peersPython, rounds: 3 }),
  },
  {
    name: "peers-tf32",
    seconds: 150,
    env: { HAR_TF32: "1" },
    run: (to, peersPython) => benchCommand(["train", "infer"], { to, peers: true, peersPython, rounds: 3 }),
  },
  {
    name: "xla",
    seconds: 90,
    env: { HAR_XLA: "1" },
    run: (to) => benchCommand(["train", "infer"], { to: `${to}/xla`, rounds: 3 }),
  },
  { name: "article-bfloat16", seconds: 100, run: article("bfloat16") },
];

const [results, python, only] = Deno.args;
if (only) await steps.find(({ name }) => name === only)!.run(results, python);
else {
  await Deno.mkdir(results, { recursive: true });
  for (const { name, seconds, env = {} } of steps) {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", import.meta.filename!, results, python, name],
      env: { HAR_DEVICE: "cuda", NO_COLOR: "1", ...env },
      signal: AbortSignal.timeout(1000 * seconds),
    }).output();
    const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    await Deno.writeTextFile(`${results}/${name}.txt`, text);
    console.log(`\n=== ${name}: ended with ${code}\n${text.slice(-3000)}`);
  }
}
