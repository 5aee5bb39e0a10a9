type PlainImageProps = { source: string; alt: string; className: string };

/** An image as it is: no cache may keep it for others, and nothing on the way makes it smaller. */
export const PlainImage = ({ source, alt, className }: PlainImageProps) => (
  // biome-ignore lint/performance/noImgElement: Next's own image would be fetched and kept by the server
  <img src={source} alt={alt} className={`max-w-full object-contain ${className}`} />
);
