/** The part of tfjs' backend on WebGPU that sends numbers to the GPU. */
interface SendingBackend {
  tensorMap: { get(tensor: object): TensorData };
  uploadToGPU(tensor: object): void;
  makeUniforms(uniforms: Uniform[]): { offset: number; size: number; buffer: GPUBuffer };
  /** Buffers of uniforms that are free to be used again after the next submission. */
  uniformPendingDisposal: GPUBuffer[];
}

/** What tfjs knows of a tensor's numbers. */
interface TensorData {
  dtype: string;
  /** On the host, until they are sent. */
  values: Float32Array | Int32Array | Uint8Array | null;
  /** On the GPU. */
  resource: GPUBuffer | null;
  /** Whether the buffer is somebody else's, and not released with the tensor. */
  external?: boolean;
}

/** Numbers that a program takes beside its tensors, such as shapes. */
interface Uniform {
  type: string;
  data: number[];
}

/** Numbers of a tensor that may be kept, at most: 1 MiB. */
const mostNumbers = 2 ** 18;
/** Tensors that are kept, and sets of uniforms, at most. */
const mostKept = 4096;
/** Tensors sent before of which it is known that they were sent. */
const mostSeen = 4096;

/**
 * Lets tfjs send to the GPU once what it sends again and again: scalars, rows of ones and the shapes that a program is
 * told are the same in every step, and each one that is sent needs a buffer, a copy, and an end of the pass of programs
 * before it. A tensor is kept from the second time that its numbers are sent, since many are sent but once.
 */
export function sendRepeatedOnce(gpu: SendingBackend): void {
  const seen = new Set<string>();
  const kept = new Map<string, { numbers: ArrayLike<number>; buffer: GPUBuffer }>();
  const upload = gpu.uploadToGPU.bind(gpu);
  gpu.uploadToGPU = (tensor) => {
    const data = gpu.tensorMap.get(tensor);
    const { values } = data;
    if (data.resource || !values || values.length > mostNumbers) return upload(tensor);
    const key = `${data.dtype} ${values.length} ${hash(values)}`;
    const known = kept.get(key);
    if (known && same(known.numbers, values)) {
      Object.assign(data, { resource: known.buffer, external: true, values: null });
      return;
    }
    const keeps = seen.has(key) && !known && kept.size < mostKept;
    const numbers = keeps ? values.slice() : [];
    upload(tensor);
    if (keeps) {
      data.external = true;
      kept.set(key, { numbers, buffer: data.resource! });
    }
    seen.add(key);
    if (seen.size > mostSeen) seen.delete(seen.values().next().value!);
  };

  const uniforms = new Map<string, ReturnType<SendingBackend["makeUniforms"]>>();
  const make = gpu.makeUniforms.bind(gpu);
  gpu.makeUniforms = (numbers) => {
    const key = numbers.map(({ type, data }) => `${type} ${data}`).join(";");
    const known = uniforms.get(key);
    if (known) return known;
    const made = make(numbers);
    if (uniforms.size < mostKept) {
      gpu.uniformPendingDisposal.pop();
      uniforms.set(key, made);
    }
    return made;
  };
}

/** Fowler, Noll and Vo's hash of the numbers' bits, in 32 bits. */
function hash(values: Float32Array | Int32Array | Uint8Array): number {
  const bits = values.BYTES_PER_ELEMENT === 4
    ? new Uint32Array(values.buffer, values.byteOffset, values.length)
    : values;
  let sum = 0x811c9dc5;
  for (const word of bits) sum = Math.imul(sum ^ word, 0x01000193);
  return sum;
}

/** Tells whether numbers are the same to the last bit; a zero is not a negative zero. */
function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return a.length === b.length;
}
