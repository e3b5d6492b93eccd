//! Reading the pictures that the program writes.

use std::path::Path;

/// A PNG file, decoded.
#[derive(Debug, PartialEq)]
pub(crate) struct Png {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) colour: png::ColorType,
    pub(crate) depth: png::BitDepth,
    pub(crate) data: Vec<u8>,
}

impl Png {
    pub(crate) fn read(path: &Path) -> Self {
        let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
        let mut reader = png::Decoder::new(file).read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        data.truncate(info.buffer_size());
        let hidden = reader.info();
        assert!(hidden.uncompressed_latin1_text.is_empty() && hidden.utf8_text.is_empty());
        Self { width: info.width, height: info.height, colour: info.color_type, depth: info.bit_depth, data }
    }

    /// The values of a picture of 16-bit grey, row by row.
    pub(crate) fn values(&self) -> Vec<u16> {
        assert_eq!((self.colour, self.depth), (png::ColorType::Grayscale, png::BitDepth::Sixteen));
        let (pairs, _) = self.data.as_chunks::<2>();
        pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect()
    }
}
