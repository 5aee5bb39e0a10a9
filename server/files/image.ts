import sharp from "sharp";

/** Pixels of an image that is decoded: beyond it lie files that are small and unpack to gigabytes. */
const PIXELS_MAX = 50_000_000;
/** Pixels along the longer side of what is kept; no model here reads finer ones. */
const SIDE_MAX = 2_048;
const JPEG_QUALITY = 88;

const FORMATS = ["png", "jpeg", "webp", "gif"];

/** A file that cannot be used; the message is the rest of a sentence that begins with it. */
export class FileError extends Error {
  override name = "FileError";
}

/**
 * An image decoded and written anew, upright and no larger than models read: what a camera noted in it, such as the place,
 * is gone, and what is kept is an image for certain. PNG stays PNG, as does what can be seen through; all else becomes
 * JPEG, which every engine reads; of moving ones the first frame. Throws FileError.
 */
export async function rewriteImage(bytes: Uint8Array) {
  const options = { limitInputPixels: PIXELS_MAX, pages: 1 };
  const image = sharp(bytes, options);
  const { format, hasAlpha } = await image.metadata().catch(refuse);
  if (!FORMATS.includes(format))
    throw new FileError("is no PNG, JPEG, WebP or GIF image: choose another");
  const upright = image.autoOrient().resize({
    ...{ width: SIDE_MAX, height: SIDE_MAX, fit: "inside", withoutEnlargement: true },
  });
  const isPng = format === "png" || hasAlpha;
  const written = isPng ? upright.png() : upright.jpeg({ quality: JPEG_QUALITY });
  const { data, info } = await written.toBuffer({ resolveWithObject: true }).catch(refuse);
  return {
    content: new Uint8Array(data),
    contentType: isPng ? "image/png" : "image/jpeg",
    size: { width: info.width, height: info.height },
  };
}

function refuse(cause: Error): never {
  const why = /pixel limit/i.test(cause.message)
    ? `has more than ${PIXELS_MAX / 1e6} million pixels: make it smaller`
    : "cannot be read as an image: choose a PNG, JPEG, WebP or GIF file that opens";
  throw new FileError(why, { cause });
}
