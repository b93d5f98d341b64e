import { Command, Option } from "commander";
import { deviceNames } from "./device_flags.ts";

/** `deno task setup` */
export const setupFlags: Command = new Command("setup")
  .description("install what the other tasks need: Python side, TensorFlow, native binding, kernel")
  .addOption(
    new Option("--device <name>", "what to set up for; CUDA is 6 GB, WebGPU needs no more than the CPU")
      .choices(deviceNames.filter((name) => name !== "auto")),
  )
  .option("--user-kernel", "also give VS Code the kernel, in the user's Jupyter folder, and Deno's language server")
  .option("--time", "print how long each part takes")
  .action(async ({ device, userKernel, time }) => {
    const { setup } = await import("../setup/setup.ts");
    await setup({ userKernel, time, device: device === "webgpu" ? "cpu" : device });
  });
