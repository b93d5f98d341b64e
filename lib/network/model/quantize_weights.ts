/** In what the weights of an exported network are stored; TensorFlow.js computes in float32 all the same. */
export type WeightStorage = "float32" | "float16" | "uint8";

/** All ways to store weights. */
export const weightStorages: WeightStorage[] = ["float32", "float16", "uint8"];

/** A weight as a file of TensorFlow.js describes it. */
export interface StoredWeight {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: { dtype: "float16" | "uint8"; scale?: number; min?: number; original_dtype: "float32" };
}

/** Weights as a file of TensorFlow.js holds them. */
export interface StoredWeights {
  /** What each weight is. */
  weightSpecs: StoredWeight[];
  /** Their numbers, one weight after the other. */
  weightData: ArrayBuffer;
}

/**
 * Stores kernels in fewer bytes, as TensorFlow.js knows it: float16 takes two bytes for a number, uint8 one, a whole
 * number of steps from the kernel's least to its largest value. Weights of one dimension (biases, standardisation) are
 * few and stay as they are. Takes and returns weights in float32.
 */
export function quantizeWeights({ weightSpecs, weightData }: StoredWeights, storage: WeightStorage): StoredWeights {
  if (storage === "float32") return { weightSpecs, weightData };
  const specs: StoredWeight[] = [];
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const spec of weightSpecs) {
    const size = spec.shape.reduce((a, b) => a * b, 1);
    const values = new Float32Array(weightData.slice(offset, offset + 4 * size));
    offset += values.byteLength;
    const { bytes, quantization } = spec.shape.length < 2
      ? { bytes: new Uint8Array(values.buffer) }
      : storage === "float16"
      ? halves(values)
      : steps(values);
    specs.push(quantization ? { ...spec, quantization } : spec);
    parts.push(bytes);
  }
  return { weightSpecs: specs, weightData: new Uint8Array(parts.flatMap((part) => [...part])).buffer };
}

interface Quantized {
  bytes: Uint8Array;
  quantization?: StoredWeight["quantization"];
}

function halves(values: Float32Array): Quantized {
  const bytes = new Uint8Array(new Float16Array(values).buffer);
  return { bytes, quantization: { dtype: "float16", original_dtype: "float32" } };
}

function steps(values: Float32Array): Quantized {
  const [min, max] = values.reduce(([min, max], value) => [Math.min(min, value), Math.max(max, value)], [
    Infinity,
    -Infinity,
  ]);
  const scale = (max - min) / 255 || 1;
  const bytes = Uint8Array.from(values, (value) => Math.round((value - min) / scale));
  return { bytes, quantization: { dtype: "uint8", scale, min, original_dtype: "float32" } };
}
