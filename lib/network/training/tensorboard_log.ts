import type { Tensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import type { Epoch } from "./training_progress.ts";

const tf = await backend();

type Writer = ReturnType<typeof tf.node.summaryFileWriter>;

/**
 * Returns a function that writes an epoch for TensorBoard: `epoch_loss`, `epoch_accuracy` and `epoch_seconds`, as Keras
 * names them, in the folder's parts `train` and `validation`. A training that continues adds to what is there.
 */
export function tensorBoardLog(folder: string): (epoch: Epoch) => void {
  const writers: Partial<Record<"train" | "validation", Writer>> = {};
  const log = ({ epoch, loss, accuracy, validationLoss, validationAccuracy, seconds }: Epoch) => {
    const write = (part: "train" | "validation", values: Record<string, number>) => {
      const writer = writers[part] ??= writerOf(`${folder}/${part}`);
      for (const [name, value] of Object.entries(values)) writer.scalar(name, value, epoch);
      writer.flush();
    };
    write("train", { epoch_loss: loss, epoch_accuracy: accuracy, epoch_seconds: seconds });
    if (validationLoss === undefined || validationAccuracy === undefined) return;
    write("validation", { epoch_loss: validationLoss, epoch_accuracy: validationAccuracy });
  };
  return (epoch) => onTensorflow(() => log(epoch));
}

/**
 * Opens a file. tfjs-node keeps each file's writer for the rest of the process, so its handle, one tensor, must stay.
 */
function writerOf(folder: string): Writer {
  let writer: Writer;
  tf.tidy(() => {
    writer = tf.node.summaryFileWriter(folder);
    tf.keep((writer as unknown as { resourceHandle: Tensor }).resourceHandle);
  });
  return writer!;
}

/**
 * Runs a function while tfjs computes with TensorFlow itself, for what only it has, such as files for TensorBoard. The
 * function must not wait for anything, and must make its tensors itself, since those of another device cannot be read
 * at once.
 */
function onTensorflow<T>(run: () => T): T {
  const before = tf.getBackend();
  // TensorFlow's backend is ready since tfjs was loaded, so the change is done when the call returns.
  void tf.setBackend("tensorflow");
  try {
    return run();
  } finally {
    void tf.setBackend(before);
  }
}
