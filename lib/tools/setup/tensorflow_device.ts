import { cudaDriver } from "../../tensorflow/backend/cuda.ts";
import { chosenDevice } from "./setup.ts";

/** Returns the device of TensorFlow itself: CUDA if that is set up and the driver shows a GPU, else the CPU. */
export async function tensorflowDevice(): Promise<"cuda" | "cpu"> {
  if ((await chosenDevice()).device === "cpu") return "cpu";
  try {
    return cudaDriver().gpus.length > 0 ? "cuda" : "cpu";
  } catch {
    return "cpu";
  }
}
