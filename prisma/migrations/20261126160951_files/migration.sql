-- CreateTable
CREATE TABLE "files" (
    "id" TEXT NOT NULL,
    "visitor" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "width" INTEGER,
    "height" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "content" BYTEA NOT NULL,

    CONSTRAINT "files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prediction_files" (
    "prediction_id" TEXT NOT NULL,
    "file_id" TEXT NOT NULL,

    CONSTRAINT "prediction_files_pkey" PRIMARY KEY ("prediction_id","file_id")
);

-- CreateIndex
CREATE INDEX "files_visitor_created_at_idx" ON "files"("visitor", "created_at");

-- CreateIndex
CREATE INDEX "files_created_at_idx" ON "files"("created_at");

-- CreateIndex
CREATE INDEX "prediction_files_file_id_idx" ON "prediction_files"("file_id");

-- AddForeignKey
ALTER TABLE "prediction_files" ADD CONSTRAINT "prediction_files_prediction_id_fkey" FOREIGN KEY ("prediction_id") REFERENCES "prediction_payloads"("prediction_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction_files" ADD CONSTRAINT "prediction_files_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "files"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Images are compressed already.
ALTER TABLE "files" ALTER COLUMN "content" SET STORAGE EXTERNAL;
