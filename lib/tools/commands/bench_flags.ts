import { Command, Option } from "commander";
import { number } from "./flag_values.ts";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task bench` */
export const benchFlags: Command = new Command("bench")
  .description("measure how fast training, prediction and loading are")
  .argument(
    "[what...]",
    "train, infer, data, growth, all; groups and browser, which notebook 07 shows; or profile: the kernels of one step",
    ["all"],
  )
  .addOption(new Option("--device <name>", "of TensorFlow; default: CUDA, else the CPU").choices(["cuda", "cpu"]))
  .option("--webgpu", "measure WebGPU too, even where its adapter is a program on the CPU; a GPU is measured anyway")
  .option(
    "--peers",
    "measure PyTorch, Keras, ONNX Runtime, OpenVINO and pandas beside it, each in its fastest form too; installs them",
  )
  .option("--rounds <number>", "how often each has its turn", number, 5)
  .action(async (what, { device, ...options }) => {
    await setUpFirst();
    const { tensorflowDevice } = await import("../setup/tensorflow_device.ts");
    Deno.env.set("HAR_DEVICE", device ?? await tensorflowDevice());
    const { benchCommand } = await import("./bench_command.ts");
    await benchCommand(what, options);
  });
