-- AlterTable
ALTER TABLE "idempotency_keys" DROP COLUMN "answer",
ADD COLUMN     "answer" BYTEA;
