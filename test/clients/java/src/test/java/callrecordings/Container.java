package callrecordings;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import java.util.UUID;

/** A container of Azurite, read with the SDK for Blob Storage. */
final class Container {
    private final BlobContainerClient client = new BlobServiceClientBuilder()
            .connectionString(LocalService.required("AZURITE_CONNECTION_STRING"))
            .buildClient()
            .createBlobContainer("java-" + UUID.randomUUID());

    String url() {
        return client.getBlobContainerUrl();
    }

    /** The file that an event names. */
    BinaryData read(String url) {
        if (!url.startsWith(url() + "/")) {
            throw new AssertionError(url + " is not in " + url());
        }
        return client.getBlobClient(url.substring(url().length() + 1)).downloadContent();
    }
}
