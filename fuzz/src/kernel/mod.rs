//! Stub.
pub(crate) fn module(draw: &mut crate::draw::Draw<'_>, settings: &crate::settings::Settings) -> Vec<u8> {
    crate::smith::module(draw, settings)
}
